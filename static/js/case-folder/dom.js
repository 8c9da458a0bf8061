// Building parts of the page from text. Nothing here takes HTML.

// Returns an element. `on` holds listeners, `data` data attributes, anything else is an attribute; null children are left out.
export function el(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  // Browsers write what stands in a form to the disk, to bring it back after a crash. Never from here.
  if (tag === "input") node.setAttribute("autocomplete", "off");
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  Object.assign(node.dataset, data);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function button(label, onClick, attributes = {}) {
  return el("button", { type: "button", on: { click: onClick }, ...attributes }, label);
}

// A description list of [name, value] pairs; pairs without a value are left out.
export function facts(pairs) {
  const filled = pairs.filter(([, value]) => value);
  return el(
    "dl",
    { class: "folder-facts" },
    filled.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

// A table with a caption, that scrolls by itself on a narrow screen.
export function table(caption, heads, rows) {
  const head = el(
    "tr",
    {},
    heads.map((text) => el("th", { scope: "col" }, text)),
  );
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      row.map((cell) => el("td", {}, cell)),
    ),
  );
  const inner = el("table", {}, el("caption", {}, caption), el("thead", {}, head), el("tbody", {}, body));
  return el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption }, inner);
}

export function byId(id) {
  return document.getElementById(id);
}

// Half a surrogate pair has no UTF-8, so no fingerprint that others could compute.
function wellFormed(text) {
  return text.toWellFormed ? text.toWellFormed() : text;
}

// The values of a form as trimmed text, by name; files and unnamed controls are left out.
export function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") values[name] = wellFormed(value.trim());
  }
  return values;
}

// Says something to everybody: on the screen and through a screen reader. `tone` is "ok" or "problem".
export function say(text, tone = "ok") {
  const place = byId("folder-status");
  place.textContent = text;
  place.dataset.tone = tone;
}

// Calls `work` when a form is sent, with its values. The form itself never goes anywhere (method="dialog", no dialog).
export function onSubmit(form, work) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    work(valuesOf(form), event.submitter);
  });
}

// Fills a select with [value, label] pairs and keeps its choice where it still exists.
export function fillSelect(select, pairs) {
  const chosen = select.value;
  select.replaceChildren(...pairs.map(([value, label]) => el("option", { value }, label)));
  if (pairs.some(([value]) => value === chosen)) select.value = chosen;
}
