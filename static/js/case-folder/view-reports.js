// Reports: one for each body that was told, with the number that opens every door afterwards.

import { button, byId, el, facts, onSubmit, say } from "./dom.js";
import { officerOf } from "./pack.js";
import { inWords } from "./time.js";
import { t } from "./words.js";

export function startReports(folder) {
  const form = byId("report-form");
  const list = byId("report-list");
  let editing = null;

  onSubmit(form, (report) => {
    if (editing === null) folder.add("reports", report);
    else folder.update("reports", editing, report);
    editing = null;
    form.reset();
    say(t("report-saved", { name: report.service }));
  });
  form.addEventListener("reset", () => {
    editing = null;
  });

  function change(report) {
    form.reset();
    editing = report.id;
    for (const [name, value] of Object.entries(report)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    form.elements.service.focus();
  }

  function others(report) {
    const linked = folder.state.reports.filter((one) => one.id !== report.id && one.number);
    return linked.map((one) => `${one.service} ${one.number}`).join("; ");
  }

  function item(report) {
    const lines = facts([
      [t("kind"), report.kind],
      [t("number"), report.number],
      [t("officer"), officerOf(report)],
      [t("filed"), inWords(report.filed)],
      [t("how"), report.how],
      [t("chase"), inWords(report.chase)],
      [t("cross-reference"), others(report)],
    ]);
    const buttons = el(
      "p",
      { class: "buttons" },
      button(t("change"), () => change(report), { "aria-label": t("change-one", { name: report.service }) }),
      button(t("remove"), () => folder.remove("reports", report.id), {
        "aria-label": t("remove-one", { name: report.service }),
      }),
    );
    return el("li", { class: "step" }, el("h3", {}, report.service), lines, buttons);
  }

  folder.addEventListener("change", () => list.replaceChildren(...folder.state.reports.map(item)));
}
