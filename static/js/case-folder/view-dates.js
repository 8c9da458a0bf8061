// Follow-up dates: one for each rung, those of the reports and of the clock, and a calendar file of them all.

import { calendar } from "./calendar.js";
import { clockOf } from "./clock.js";
import { button, byId, el, onSubmit, say } from "./dom.js";
import { platformOf, rungs } from "./guide.js";
import { saveFile } from "./save-file.js";
import { daysLater, inWords, isDay, today } from "./time.js";
import { t } from "./words.js";

// Ours, not the law's: two weeks on each rung.
const ON_A_RUNG = 14;

// Every date there is to keep, in order: {day, title}.
export function allDates(folder) {
  const { dates, reports, holds } = folder.state;
  const chase = reports
    .filter((one) => isDay(one.chase))
    .map((one) => ({ day: one.chase, title: t("chase-one", { name: one.service }) }));
  const renewals = holds.flatMap((hold) => {
    const clock = clockOf(hold.confirmed, platformOf(hold.platform), today());
    return clock.state === "running" ? [{ day: clock.renew, title: t("renew-one", { name: hold.platformName }) }] : [];
  });
  return [...dates, ...chase, ...renewals].sort((one, other) => one.day.localeCompare(other.day));
}

export function startDates(folder) {
  const form = byId("date-form");
  onSubmit(form, ({ title, day }) => {
    folder.add("dates", { title, day });
    form.reset();
    say(t("date-saved", { day: inWords(day) }));
  });

  onSubmit(byId("calendar-form"), ({ detailed }) => {
    const neutral = t("neutral-title");
    const events = allDates(folder).map(({ day, title }) => ({ day, title: detailed ? title : neutral }));
    if (!events.length) {
      say(t("no-dates"), "problem");
      return;
    }
    saveFile("calendar", "ics", calendar(events), "text/calendar");
  });

  function suggestion(rung, index) {
    const filed =
      folder.state.reports
        .map((one) => one.filed)
        .filter(isDay)
        .sort()[0] ?? today();
    const input = el("input", {
      type: "date",
      value: daysLater(filed, ON_A_RUNG * (index + 1)),
      "aria-label": t("date-for", { name: rung.title }),
    });
    const add = button(
      t("add-date"),
      () => {
        if (!isDay(input.value)) return;
        folder.add("dates", { title: rung.title, day: input.value });
        say(t("date-saved", { day: inWords(input.value) }));
      },
      { "aria-label": t("add-date-for", { name: rung.title }) },
    );
    return el(
      "li",
      {},
      el("span", {}, rung.title),
      rung.wait ? el("span", { class: "note" }, rung.wait) : null,
      el("span", { class: "buttons" }, input, add),
    );
  }

  function dateItem(one) {
    const remove = one.id
      ? button(t("remove"), () => folder.remove("dates", one.id), {
          "aria-label": t("remove-one", { name: one.title }),
        })
      : null;
    return el("li", {}, el("span", {}, el("strong", {}, inWords(one.day)), " ", one.title), remove);
  }

  folder.addEventListener("change", () => {
    byId("rung-list").replaceChildren(...rungs.filter((rung) => rung.place === folder.state.place).map(suggestion));
    byId("date-list").replaceChildren(...allDates(folder).map(dateItem));
  });
}
