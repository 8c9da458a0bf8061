// A calendar file (RFC 5545), made in the browser: whole days, and a title that says nothing unless its owner wants more.

import { bytesOf } from "./canonical.js";
import { daysLater } from "./time.js";

function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

// A line is at most 75 bytes; the rest goes on after a line break and a space.
function folded(line) {
  const lines = [];
  let part = "";
  for (const sign of line) {
    if (bytesOf(part + sign).length > (lines.length ? 74 : 75)) {
      lines.push(part);
      part = "";
    }
    part += sign;
  }
  return [...lines, part].join("\r\n ");
}

// `events` are {day, title}; `stamp` is the moment of writing. Returns the text of the file.
export function calendar(events, stamp = new Date(), id = () => crypto.randomUUID()) {
  const compact = (day) => day.replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calendar//EN", "CALSCALE:GREGORIAN"];
  for (const { day, title } of events) {
    lines.push("BEGIN:VEVENT", `UID:${id()}`, `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.\d+/g, "")}`);
    lines.push(`DTSTART;VALUE=DATE:${compact(day)}`, `DTEND;VALUE=DATE:${compact(daysLater(day, 1))}`);
    lines.push(`SUMMARY:${escaped(title)}`, "TRANSP:TRANSPARENT", "END:VEVENT");
  }
  return [...lines, "END:VCALENDAR", ""].map(folded).join("\r\n");
}
