// The preservation clock on the page: what to ask today, and once an officer has confirmed, how long it holds.

import { button, byId, el, facts, fillSelect, onSubmit, say } from "./dom.js";
import { clockOf } from "./clock.js";
import { platformOf, platforms } from "./guide.js";
import { holdLine } from "./pack.js";
import { sourceLine } from "./pack-view.js";
import { today } from "./time.js";
import { t } from "./words.js";

export function startClock(folder) {
  const form = byId("hold-form");
  fillSelect(form.elements.platform, [...platforms.map((one) => [one.slug, one.name]), ["", t("other-platform")]]);

  onSubmit(form, (hold) => {
    const platformName = platformOf(hold.platform)?.name ?? (hold.other || t("other-platform"));
    folder.add("holds", { ...hold, platformName });
    form.reset();
    say(t("hold-saved", { name: platformName }));
  });

  function sentence(hold, clock) {
    const slots = { name: hold.platformName, accounts: hold.accounts, report: hold.report || t("number-missing") };
    return t(clock.state === "running" ? "ask-renewal" : "ask-hold", slots);
  }

  function confirm(hold) {
    const input = el("input", { type: "date", value: hold.confirmed || "", max: today() });
    const start = button(
      t("start-clock"),
      () => {
        folder.update("holds", hold.id, { confirmed: input.value });
        say(t("hold-saved", { name: hold.platformName }));
      },
      { "aria-label": t("start-clock-one", { name: hold.platformName }) },
    );
    const label = el(
      "label",
      { class: "field" },
      el("span", {}, t("confirmed-on", { name: hold.platformName })),
      input,
    );
    return [label, el("p", { class: "buttons" }, start)];
  }

  function item(hold) {
    const platform = platformOf(hold.platform);
    const clock = clockOf(hold.confirmed, platform, today());
    return el(
      "li",
      { class: "step", data: { clock: clock.state } },
      el("h3", {}, hold.platformName),
      facts([
        [t("account"), hold.accounts],
        [t("number"), hold.report],
      ]),
      el("p", {}, el("strong", {}, holdLine(hold, platform, t, today()))),
      el("p", {}, t("say-to-officer")),
      el("blockquote", { class: "say" }, sentence(hold, clock)),
      platform ? el("p", {}, t("will-be-told"), " ", el("strong", {}, platform.told)) : null,
      platform?.renewal ? el("p", { class: "note" }, platform.renewal) : null,
      confirm(hold),
      platform?.source ? sourceLine(sourceOf(platform)) : null,
      el(
        "p",
        { class: "buttons" },
        button(t("remove"), () => folder.remove("holds", hold.id), {
          "aria-label": t("remove-one", { name: hold.platformName }),
        }),
      ),
    );
  }

  folder.addEventListener("change", () => byId("hold-list").replaceChildren(...folder.state.holds.map(item)));
}

function sourceOf({ source, sourceUrl }) {
  return { source, url: sourceUrl };
}
