// The preservation clock. It starts only on the day an officer confirms the request: until then nothing is known to be held.

import { daysBetween, daysLater, isDay } from "./time.js";

// Used where a platform names no number of days itself.
export const ASK_BEFORE = 7;

// Returns {state: "not-asked" | "not-known" | "running" | "over", ...days}. `platform` has `days` and `before`, or null.
export function clockOf(confirmed, platform, today) {
  if (!isDay(confirmed)) return { state: "not-asked" };
  if (!platform?.days) return { state: "not-known", confirmed };
  const last = daysLater(confirmed, platform.days);
  const renew = daysLater(last, -(platform.before ?? ASK_BEFORE));
  const left = daysBetween(today, last);
  return { state: left < 0 ? "over" : "running", confirmed, last, renew, left };
}
