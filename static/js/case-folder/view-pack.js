// Choosing offences, setting incidents against their elements, and the pack itself.

import { button, byId, el, fillSelect, onSubmit, say } from "./dom.js";
import { cardOf, cards, platforms, requests } from "./guide.js";
import { buildPack, byTime, when } from "./pack.js";
import { packText } from "./pack-text.js";
import { packView } from "./pack-view.js";
import { saveFile } from "./save-file.js";
import { today } from "./time.js";
import { t } from "./words.js";

export function startPack(folder) {
  onSubmit(byId("offence-form"), ({ card }) => {
    if (!cardOf(card) || folder.state.offences.some((one) => one.card === card)) return;
    folder.add("offences", { card, shown: {} });
    say(t("offence-added", { name: cardOf(card).name }));
  });

  function mark(chosen, index, n, on) {
    const before = chosen.shown[index] ?? [];
    const after = on ? [...before, n] : before.filter((one) => one !== n);
    folder.update("offences", chosen.id, { shown: { ...chosen.shown, [index]: after } });
    byId(`mark-${chosen.id}-${index}-${n}`)?.focus();
  }

  function element(chosen, text, index) {
    const boxes = byTime(folder.incidents).map((entry) => {
      const checked = (chosen.shown[index] ?? []).includes(entry.n);
      const box = el("input", {
        type: "checkbox",
        id: `mark-${chosen.id}-${index}-${entry.n}`,
        checked,
        on: { change: ({ target }) => mark(chosen, index, entry.n, target.checked) },
      });
      return el("label", { class: "tick" }, box, el("span", {}, `${t("entry")} ${entry.n}, ${when(entry.data)}`));
    });
    const gap = (chosen.shown[index] ?? []).length ? null : el("p", { class: "gap" }, t("nothing-yet"));
    return el("fieldset", {}, el("legend", {}, text), gap, boxes);
  }

  function offence(chosen) {
    const card = cardOf(chosen.card);
    if (!card) return null;
    const remove = button(t("remove"), () => folder.remove("offences", chosen.id), {
      "aria-label": t("remove-one", { name: card.name }),
    });
    return el(
      "li",
      { class: "step" },
      el("h3", {}, `${card.name}, ${card.section}`),
      el("p", { class: "note" }, card.law),
      card.elements.map((text, index) => element(chosen, text, index)),
      el("p", { class: "buttons" }, remove),
    );
  }

  const wishes = byId("request-list");
  wishes.replaceChildren(
    ...[...new Map(requests.map((one) => [one.slug, one])).values()].map((one) => {
      const box = el("input", {
        type: "checkbox",
        data: { request: one.slug },
        on: {
          change: ({ target }) => {
            folder.state.requests = { ...folder.state.requests, [one.slug]: target.checked };
            folder.changed();
          },
        },
      });
      return el("li", {}, el("label", { class: "tick" }, box, el("span", {}, one.title)));
    }),
  );

  const pack = () => buildPack(folder, { cards, platforms, requests }, t, today());
  byId("pack-print").addEventListener("click", () => {
    document.documentElement.dataset.print = "pack";
    window.print();
  });
  window.addEventListener("afterprint", () => delete document.documentElement.dataset.print);
  byId("pack-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(byId("pack-text").value);
      say(t("copied"));
    } catch {
      byId("pack-text").select();
      say(t("copy-by-hand"), "problem");
    }
  });
  byId("pack-save").addEventListener("click", () => saveFile("text", "txt", byId("pack-text").value, "text/plain"));

  folder.addEventListener("change", () => {
    const here = cards.filter((card) => card.place === folder.state.place);
    fillSelect(
      byId("offence-form").elements.card,
      here.map((card) => [card.slug, `${card.name}, ${card.section}`]),
    );
    byId("offence-list").replaceChildren(...folder.state.offences.map(offence).filter(Boolean));
    for (const box of wishes.querySelectorAll("input"))
      box.checked = Boolean(folder.state.requests[box.dataset.request]);
    const shown = folder.isEmpty ? null : pack();
    byId("pack").replaceChildren(...(shown ? packView(shown) : []));
    byId("pack-text").value = shown ? packText(shown, t("source")) : "";
    byId("pack-part").hidden = folder.isEmpty;
  });
}
