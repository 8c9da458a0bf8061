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
