// The case folder: everything a victim keeps for themselves, in this tab and nowhere else. Leaving destroys it.

import { byId, fillSelect, say } from "./dom.js";
import { Fingerprinter } from "./fingerprint.js";
import { Folder } from "./folder.js";
import { cards } from "./guide.js";
import { releaseAll } from "./save-file.js";
import { startClock } from "./view-clock.js";
import { startDates } from "./view-dates.js";
import { startFiles } from "./view-files.js";
import { startLinked } from "./view-linked.js";
import { startLog } from "./view-log.js";
import { startPack } from "./view-pack.js";
import { startReports } from "./view-reports.js";
import { startSave } from "./view-save.js";
import { t } from "./words.js";

const root = byId("case-folder");
const folder = new Folder();
const fingerprinter = new Fingerprinter(root.dataset.worker);

const place = byId("folder-place");
fillSelect(place, [...new Map(cards.map((card) => [card.place, card.placeName]))]);
place.addEventListener("change", () => {
  folder.state.place = place.value;
  folder.changed();
});

startReports(folder);
startLog(folder, fingerprinter);
startFiles(folder, fingerprinter);
startClock(folder);
startDates(folder);
startPack(folder);
startLinked(folder);
const forgetFile = startSave(folder);

folder.addEventListener("change", () => {
  byId("unsaved").textContent = folder.isEmpty ? "" : t(folder.unsaved ? "not-saved" : "all-saved");
  byId("unsaved").dataset.tone = folder.unsaved ? "problem" : "ok";
});

// ---------------------------------------------------------------- forgetting

function wipe() {
  fingerprinter.cancel();
  forgetFile();
  releaseAll();
  folder.wipe();
  for (const form of root.querySelectorAll("form")) form.reset();
  for (const field of root.querySelectorAll("textarea")) field.value = "";
  say("");
  begin();
}

function begin() {
  folder.state.place = place.value;
  folder.dispatchEvent(new Event("change"));
}

function wipeForGood() {
  wipe();
  fingerprinter.end();
}

document.addEventListener("falseos:exit", wipeForGood);
// Also when the tab goes elsewhere: a page that the browser keeps alive must hold nothing.
addEventListener("pagehide", wipeForGood);

const empty = byId("folder-empty");
empty.addEventListener("click", () => {
  if (empty.dataset.sure) {
    delete empty.dataset.sure;
    wipe();
    say(t("emptied"));
  } else {
    empty.dataset.sure = "yes";
    say(t("empty-sure"), "problem");
  }
});

// Before one of our own links loses something, it asks once. There is no such question on closing the tab, on Back or on
// the way out: a box that holds the page on the screen could endanger its reader.
let asked = null;
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.id === "exit" || link.target || link.download || !folder.unsaved || link === asked) return;
    if (link.getAttribute("href").startsWith("#") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // The way out has noted that our link leads away, and it does not yet.
    history.replaceState({ ...history.state, outward: undefined }, "");
    asked = link;
    say(t("link-loses"), "problem");
  },
  true,
);

// ---------------------------------------------------------------- beginning

for (const part of document.querySelectorAll("[data-tool]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;
byId("sheets").open = false;
begin();
fingerprinter.ready.then(() => {
  root.dataset.ready = "yes";
});
