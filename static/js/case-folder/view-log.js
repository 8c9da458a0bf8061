// The incident log. Entries are never rewritten: what was forgotten or wrong is added with its own date.

import { firstFault } from "./chain.js";
import { button, byId, el, facts, fillSelect, onSubmit, say } from "./dom.js";
import { byTime, when } from "./pack.js";
import { offsetAt, ownZone, zones } from "./time.js";
import { t } from "./words.js";

// Fingerprints the files of a form one after the other and says how far it is.
export async function fingerprints(fingerprinter, files) {
  const found = [];
  for (const file of files) {
    let told = -1;
    // In tenths: a screen reader speaks every one of them.
    const progress = (done) => {
      const tenths = Math.floor((done / Math.max(1, file.size)) * 10);
      if (tenths > told) say(t("reading", { name: file.name, percent: tenths * 10 }));
      told = tenths;
    };
    found.push(await fingerprinter.of(file, progress));
  }
  return found;
}

export function startLog(folder, fingerprinter) {
  const form = byId("incident-form");
  const addition = byId("addition-form");
  const setZone = () =>
    fillSelect(
      form.elements.zone,
      zones().map((zone) => [zone, zone]),
    );
  setZone();
  form.elements.zone.value = ownZone();

  async function save(one, kind, data, to) {
    one.inert = true;
    try {
      const files = await fingerprints(fingerprinter, one.elements.files.files);
      const n = folder.record(kind, { ...data, files }, to);
      one.reset();
      form.elements.zone.value = ownZone();
      say(t("entry-saved", { n }));
    } catch (error) {
      if (error.message !== "stopped") say(t("file-failed"), "problem");
    } finally {
      one.inert = false;
    }
  }

  onSubmit(form, (data) =>
    save(form, "incident", { ...data, offset: offsetAt(data.date, data.time, data.zone) }, null),
  );
  onSubmit(addition, ({ to, what }) => save(addition, "addition", { what }, Number(to)));

  function files(entry) {
    return entry.data.files?.length
      ? el(
          "ul",
          {},
          entry.data.files.map((file) => el("li", {}, file.name, " ", el("code", {}, file.sha256))),
        )
      : null;
  }

  function item(entry) {
    const { data } = entry;
    const additions = folder
      .additionsTo(entry.n)
      .map((one) =>
        el(
          "div",
          { class: "addition" },
          el(
            "p",
            { class: "lines-kept" },
            el("strong", {}, t("added", { day: one.recorded.slice(0, 10) })),
            " ",
            one.data.what,
          ),
          files(one),
        ),
      );
    const add = button(
      t("add-to"),
      () => {
        addition.elements.to.value = String(entry.n);
        addition.elements.what.focus();
      },
      { "aria-label": t("add-to-one", { n: entry.n }) },
    );
    const lines = facts([
      [t("platform"), data.platform],
      [t("address"), data.address],
      [t("account"), [data.account, data.accountId].filter(Boolean).join(", ")],
      [t("witnesses"), data.witnesses],
      [t("effect"), data.effect],
    ]);
    return el(
      "li",
      { class: "step" },
      el("h3", {}, `${t("entry")} ${entry.n}: ${when(data)}`),
      el("p", { class: "lines-kept" }, data.what),
      lines,
      files(entry),
      additions,
      el("p", { class: "buttons" }, add),
    );
  }

  folder.addEventListener("change", () => {
    const incidents = byTime(folder.incidents);
    byId("incident-list").replaceChildren(...incidents.map(item));
    byId("addition-part").hidden = !incidents.length;
    fillSelect(
      addition.elements.to,
      incidents.map((entry) => [String(entry.n), `${t("entry")} ${entry.n}: ${when(entry.data)}`]),
    );
    const fault = folder.fault ?? firstFault(folder.state.log);
    const place = byId("chain-status");
    place.hidden = !folder.state.log.length;
    place.dataset.tone = fault ? "problem" : "ok";
    place.textContent = fault ? t(`fault-${fault.reason}`, fault) : t("chain-whole", { n: folder.state.log.length });
  });
}
