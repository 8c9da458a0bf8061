// Names for the admin's controls that have none: a screen reader hears what a sighted editor reads off the page.
// Inputs in a table take their column's heading; the search boxes that Django's autocomplete builds take their label.

function columnName(input) {
  const cell = input.closest("td");
  const row = cell?.parentElement;
  if (!row) return "";
  const heading = row.closest("table")?.tHead?.rows[0]?.cells;
  const offset = [...row.cells].indexOf(cell);
  return heading?.[offset]?.innerText.trim() ?? "";
}

function nameTableInputs(root) {
  for (const input of root.querySelectorAll(".tabular td :is(input, select, textarea):not([type=hidden])")) {
    if (!input.labels?.length && !input.hasAttribute("aria-label")) input.setAttribute("aria-label", columnName(input));
  }
}

function nameOf(select) {
  return select.labels?.[0]?.innerText.trim().replace(/:$/, "") || select.getAttribute("aria-label") || columnName(select);
}

function nameSearchBoxes(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const built = select.nextElementSibling;
    if (!built?.classList.contains("select2")) continue;
    const name = nameOf(select);
    for (const part of built.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox], input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
    // The list of what is chosen holds a search field too, so it is no list for a screen reader.
    for (const list of built.querySelectorAll("ul, ul > li")) list.setAttribute("role", "presentation");
  }
}

function nameEverything() {
  nameTableInputs(document);
  nameSearchBoxes(document);
}

// Rows are added and search boxes built at any time; what is named already costs nothing to look at again.
let waiting = 0;
new MutationObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(nameEverything, 50);
}).observe(document.body, { childList: true, subtree: true });
nameEverything();
