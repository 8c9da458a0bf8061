// Saving is a file that its owner keeps; opening takes it back. What does not open leaves everything as it was.

import { bytesOf } from "./canonical.js";
import { csv } from "./csv.js";
import { byId, onSubmit, say } from "./dom.js";
import { FolderError } from "./folder.js";
import { byTime, officerOf } from "./pack.js";
import { saveFile } from "./save-file.js";
import { SealError, inspect, isSealed, newPhrase, open, plainPhrase, seal } from "./seal.js";
import { t } from "./words.js";

const SHORTEST = 12;

export function startSave(folder) {
  const saving = byId("seal-form");
  const opening = byId("open-form");
  let waiting = null;

  byId("phrase-make").addEventListener("click", () => {
    const phrase = newPhrase();
    saving.elements.phrase.value = phrase;
    saving.elements.again.value = phrase;
    byId("phrase-show").checked = true;
    saving.classList.add("shown");
    say(t("phrase-made"));
  });
  byId("phrase-show").addEventListener("change", ({ target }) => saving.classList.toggle("shown", target.checked));

  onSubmit(saving, async ({ phrase, again }) => {
    if (plainPhrase(phrase).length < SHORTEST) return say(t("phrase-short", { n: SHORTEST }), "problem");
    if (plainPhrase(phrase) !== plainPhrase(again)) return say(t("phrase-differs"), "problem");
    say(t("sealing"));
    const bytes = await seal(bytesOf(JSON.stringify(folder.toData())), phrase);
    saving.reset();
    saving.classList.remove("shown");
    saveFile("notes", "dat", bytes, "application/octet-stream");
    return folder.saved();
  });

  // Opening: a file first; then its phrase if it is sealed; then a second press if something unsaved would be replaced.
  function problem(error) {
    const reason = error instanceof SealError || error instanceof FolderError ? error.reason : "foreign";
    say(t(`open-${reason}`), "problem");
  }

  async function take(file) {
    waiting = null;
    opening.hidden = true;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (isSealed(bytes)) inspect(bytes);
      else JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      waiting = bytes;
      opening.hidden = false;
      byId("open-phrase").hidden = !isSealed(bytes);
      byId("open-replaces").hidden = !folder.unsaved;
      say(t(isSealed(bytes) ? "open-needs-phrase" : "open-plain"));
      (isSealed(bytes) ? opening.elements.phrase : byId("open-button")).focus();
    } catch (error) {
      problem(error);
    }
  }

  onSubmit(opening, async ({ phrase }) => {
    if (!waiting) return;
    try {
      say(t("opening"));
      const bytes = isSealed(waiting) ? await open(waiting, phrase) : waiting;
      folder.replace(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
      forget();
      say(
        folder.fault ? t(`fault-${folder.fault.reason}`, folder.fault) : t("opened"),
        folder.fault ? "problem" : "ok",
      );
    } catch (error) {
      problem(error);
    }
  });

  function forget() {
    waiting = null;
    opening.reset();
    opening.hidden = true;
    byId("open-file").value = "";
  }

  byId("open-file").addEventListener("change", async ({ target }) => {
    if (target.files[0]) await take(target.files[0]);
    // So that the same file may be chosen again.
    target.value = "";
  });
  const drop = byId("open-drop");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });

  byId("export-json").addEventListener("click", () =>
    saveFile("notes", "json", JSON.stringify(folder.toData(), null, 1), "application/json"),
  );
  byId("export-log").addEventListener("click", () => saveFile("notes", "csv", csv(logRows(folder)), "text/csv"));
  byId("export-reports").addEventListener("click", () =>
    saveFile("numbers", "csv", csv(reportRows(folder)), "text/csv"),
  );
  return forget;
}

function logRows(folder) {
  const fields = [
    "date",
    "time",
    "zone",
    "offset",
    "platform",
    "address",
    "account",
    "accountId",
    "what",
    "witnesses",
    "effect",
  ];
  const entries = byTime(folder.incidents).flatMap((entry) => [entry, ...folder.additionsTo(entry.n)]);
  const rows = entries.map((entry) => [
    entry.n,
    entry.kind,
    entry.to ?? "",
    entry.recorded,
    ...fields.map((name) => entry.data[name]),
    (entry.data.files ?? []).map((file) => `${file.name} ${file.sha256}`).join("; "),
    entry.prev,
    entry.hash,
  ]);
  return [["n", "kind", "to", "recorded", ...fields, "files", "prev", "hash"], ...rows];
}

function reportRows(folder) {
  const heads = [t("service"), t("number"), t("officer"), t("filed"), t("how"), t("chase")];
  return [
    heads,
    ...folder.state.reports.map((one) => [one.service, one.number, officerOf(one), one.filed, one.how, one.chase]),
  ];
}
