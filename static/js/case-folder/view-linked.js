// Linked victims: numbers, services and officers of several people, so that forces can join their files.

import { button, byId, el, onSubmit, say, table } from "./dom.js";
import { joined, numbersOnly, rowsOf, rowsOfSheet, sheet } from "./linked.js";
import { saveFile } from "./save-file.js";
import { t } from "./words.js";

export function startLinked(folder) {
  const form = byId("linked-form");
  const everyone = () => joined(rowsOf(folder.state.reports, "A"), folder.state.linked);

  onSubmit(form, (row) => {
    const clean = numbersOnly(row);
    folder.add("linked", clean);
    form.reset();
    say(t("linked-saved", { name: clean.person }));
  });

  byId("linked-save").addEventListener("click", () =>
    saveFile("numbers", "json", JSON.stringify(sheet(everyone()), null, 1), "application/json"),
  );
  byId("linked-print").addEventListener("click", () => {
    document.documentElement.dataset.print = "linked";
    window.print();
  });

  byId("linked-file").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const rows = await file
      .text()
      .then(JSON.parse)
      .then(rowsOfSheet)
      .catch(() => null);
    target.value = "";
    if (!rows) {
      say(t("linked-foreign"), "problem");
      return;
    }
    const before = everyone();
    const fresh = joined(before, rows).slice(before.length);
    for (const row of fresh) folder.add("linked", row);
    say(t("linked-joined", { n: fresh.length }));
  });

  function withdraw(person) {
    folder.state.linked = folder.state.linked.filter((row) => row.person !== person);
    folder.changed();
    say(t("linked-withdrawn", { name: person }));
  }

  folder.addEventListener("change", () => {
    const rows = everyone();
    const heads = [t("person"), t("service"), t("number"), t("officer"), t("badge"), t("unit")];
    const cells = rows.map((row) => [row.person, row.service, row.number, row.officer, row.badge, row.unit]);
    byId("linked-list").replaceChildren(...(rows.length ? [table(t("linked-title"), heads, cells)] : []));
    const people = [...new Set(folder.state.linked.map((row) => row.person))];
    byId("linked-people").replaceChildren(
      ...people.map((person) =>
        el(
          "li",
          {},
          button(t("withdraw", { name: person }), () => withdraw(person)),
        ),
      ),
    );
    byId("linked-actions").hidden = !rows.length;
  });
}
