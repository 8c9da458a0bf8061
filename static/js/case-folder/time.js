// Days and moments. A day is text, 2026-11-25, and is counted without clocks, so no summer time can move it.

const DAY = 86_400_000;

export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

export function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text ?? "")) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// Returns the day that many days later, or earlier.
export function daysLater(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

// A day in the reader's words: 25 November 2026.
export function inWords(day) {
  if (!isDay(day)) return day || "";
  const language = document.documentElement.lang === "fr" ? "fr-CA" : "en-GB";
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

export function ownZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function zones() {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([ownZone(), "UTC", ...known])];
}

// The zone's distance from UTC at that wall-clock time, as text: -05:00.
export function offsetAt(day, time, zone) {
  const wall = Date.parse(`${day}T${time || "00:00"}:00Z`);
  // The first guess may lie on the wrong side of a change of the clocks; the second is right.
  let minutes = 0;
  for (let round = 0; round < 2; round += 1) minutes = minutesAt(wall - minutes * 60_000, zone);
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / 60), size % 60].map((n) => String(n).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${parts.join(":")}`;
}

function minutesAt(instant, zone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const part = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const wall = Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:00Z`);
  return Math.round((wall - instant) / 60_000);
}

// What incidents are sorted by; a time that is not known counts as the start of the day.
export function instantOf({ date, time, offset }) {
  return Date.parse(`${date}T${time || "00:00"}:00${offset || "Z"}`);
}
