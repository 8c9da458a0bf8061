// The way out. Without this script the control is a plain link to /leave/; with it, leaving is instant and Back is
// dealt with. Nothing is stored: what has to survive a page lives in its own history entry and is cleared on return.

const root = document.documentElement;
const control = document.getElementById("exit");
const words = control.dataset;

const PRESSES = 3;
const WITHIN_MS = 5000;

// ---------------------------------------------------------------- the page under a cover

// Nothing is painted until this script has decided; then the style sheet does what `data-page` says: "shown" or "covered".
// Should the script never arrive, the page shows by itself.
const title = document.title;

function cover() {
  root.dataset.page = "covered";
}

function uncover() {
  root.dataset.page = "shown";
}

function neutralTitle() {
  document.title = words.neutral;
}

// ---------------------------------------------------------------- leaving

function leave() {
  cover();
  neutralTitle();
  // The tools hold what a reader typed in memory only; this is their order to forget it.
  document.dispatchEvent(new CustomEvent("falseos:exit"));
  for (const form of document.forms) form.reset();
  forget();
  history.replaceState(null, "");
  location.replace(words.away);
}

// The link's own answer orders the browser to clear what it holds of ours. With a full cache that takes seconds, and the
// browser follows no redirect meanwhile: so the order travels beside the leaving and outlives the page (`keepalive`). It
// keeps the usual credentials, because browsers clear nothing for a request without them.
function forget() {
  fetch(control.href, { keepalive: true, redirect: "manual", referrerPolicy: "no-referrer" }).catch(() => {});
}

control.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// Shift three times. A press counts when the key comes up and nothing else was typed meanwhile, so that capitals do
// not count; each key counts by itself, so that left and right together do not cancel each other.
let presses = [];
let typed = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Shift") {
    if (!event.repeat) typed = false;
  } else {
    typed = true;
    presses = [];
  }
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || typed || event.isComposing) return;
  const now = performance.now();
  presses = [...presses.filter((time) => now - time < WITHIN_MS), now];
  if (presses.length >= PRESSES) {
    leave();
  } else {
    say(presses.length === 1 ? words.twoMore : words.oneMore);
  }
});

// Using the mouse with Shift held down is not a press either.
document.addEventListener("pointerdown", () => {
  typed = true;
  presses = [];
});

function say(text) {
  document.getElementById("exit-status").textContent = text;
}

// ---------------------------------------------------------------- coming back

// Back from another site shows nothing of ours until the reader asks, unless the reader left this very entry by one of
// our own outward links. Back between our own pages is not disturbed.

function mark(changes) {
  const state = { ...history.state, ...changes };
  history.replaceState(state, "");
  // The page that Back leads to next can read only this copy of it.
  window.navigation?.updateCurrentEntry({ state });
}

function cameBackFromCovered() {
  const activation = window.navigation?.activation;
  return activation?.navigationType === "traverse" && activation.from?.getState()?.covered === true;
}

function cameBackFromElsewhere(restored) {
  const activation = window.navigation?.activation;
  if (!activation) {
    // This browser cannot say where the reader came from, so every Back is treated with care.
    return restored || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  }
  if (activation.navigationType !== "traverse") return false;
  // Firefox wakes a page without telling it of another site: it still names the page that led here at first, which
  // lies before this one. That looks like Forward, so Forward to a page that is woken is treated with care too.
  if (restored && activation.from && activation.from.index < navigation.currentEntry.index) return true;
  // Browsers tell of the previous entry only when it is of this origin; its address they keep back (no-referrer).
  return activation.from === null;
}

function arrive(restored) {
  const state = history.state ?? {};
  const byOurLink = state.outward === true;
  const elsewhere = cameBackFromElsewhere(restored);
  if (byOurLink) mark({ outward: undefined });
  if (state.covered || cameBackFromCovered() || (elsewhere && !byOurLink)) {
    stayCovered();
  } else {
    uncover();
  }
}

function stayCovered() {
  cover();
  neutralTitle();
  // A reload must not show what Back did not.
  mark({ covered: true });
  const show = document.createElement("button");
  show.type = "button";
  show.className = "show-page";
  show.textContent = words.show;
  show.addEventListener("click", () => {
    mark({ covered: undefined });
    document.title = title;
    show.remove();
    uncover();
  });
  root.append(show);
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link === control) return;
    const sameTab = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const outward = sameTab && link.protocol === "https:" && link.origin !== location.origin;
    mark({ outward: outward || undefined });
  },
  true,
);

// A page that the browser keeps alive sleeps under its cover, so that nothing flashes when it is woken.
addEventListener("pagehide", cover);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelector(".show-page")?.remove();
  arrive(true);
});

arrive(false);

// ---------------------------------------------------------------- folded cards

// A shared address such as #offence-extortion opens the card it names, and what the card lies in. Without this script
// the style sheet shows the target's content all the same, where the browser can.

function unfold() {
  const target = document.querySelector(":target");
  for (let part = target; part; part = part.parentElement) {
    if (part instanceof HTMLDetailsElement) part.open = true;
  }
  if (target) target.scrollIntoView();
}

if (location.hash) unfold();
addEventListener("hashchange", unfold);

// ---------------------------------------------------------------- folds with a script of their own

// Fetched only when the fold is opened: most readers never do.
document.addEventListener(
  "toggle",
  (event) => {
    const { script } = event.target.dataset;
    if (event.target.open && script) import(script);
  },
  true,
);

// ---------------------------------------------------------------- the other language

// Its page opens at the block that is in view here; without this script, at its top.
const other = document.getElementById("other-language");
other?.addEventListener("click", () => {
  const above = (part) => part.checkVisibility() && part.getBoundingClientRect().top < innerHeight / 3;
  other.hash = [...document.querySelectorAll("main [id]")].filter(above).pop()?.id ?? "";
});
