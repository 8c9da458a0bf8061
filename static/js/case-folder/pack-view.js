// The pack on the screen and on paper.

import { el, table } from "./dom.js";
import { t } from "./words.js";

function part(one) {
  if (one.table) return table(one.table, one.heads, one.rows);
  return el("p", { class: "lines-kept" }, one.text);
}

export function sourceLine({ source, url, law }) {
  const address = url ? [" ", el("span", { class: "address" }, url)] : [];
  return el("p", { class: "note" }, t("source"), " ", source, address, law ? `. ${law}` : "");
}

export function packView(pack) {
  const sections = pack.sections.map((one) =>
    el("section", {}, el("h4", {}, one.heading), one.parts.map(part), sourceLine(one)),
  );
  return [el("h3", {}, pack.title), el("p", {}, pack.made), ...sections];
}
