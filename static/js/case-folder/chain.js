// The log is a chain: every entry carries the fingerprint of the one before it, so a change, a gap or a cut shows, and
// where. It cannot show that somebody built the whole chain anew; for that, the last fingerprint is handed to the officer.

import { bytesOf, canonical } from "./canonical.js";
import { hex, sha256 } from "./sha256.js";

export const FIRST = "0".repeat(64);

// An entry's fingerprint: SHA-256 of the canonical text of all of it but the fingerprint itself.
export function entryHash(entry) {
  const { hash: _, ...rest } = entry;
  return hex(sha256(bytesOf(canonical(rest))));
}

export function headOf(log) {
  return log.length ? log[log.length - 1].hash : FIRST;
}

// Returns the log with one entry more. `recorded` is the moment of writing, as ISO text in UTC.
export function appended(log, kind, data, recorded, to = null) {
  const entry = { n: log.length + 1, kind, recorded, data, prev: headOf(log) };
  if (to !== null) entry.to = to;
  return [...log, { ...entry, hash: entryHash(entry) }];
}

// Returns null for a whole chain, or {n, reason} for the first entry that does not fit: "changed", "order" or "cut".
export function firstFault(log, head = headOf(log)) {
  let prev = FIRST;
  for (const [index, entry] of log.entries()) {
    const n = index + 1;
    if (entryHash(entry) !== entry.hash) return { n, reason: "changed" };
    if (entry.n !== n) return { n, reason: "order" };
    // This entry is sound, so what does not fit is the one before it: rewritten together with its fingerprint.
    if (entry.prev !== prev) return { n: Math.max(1, index), reason: index ? "changed" : "order" };
    prev = entry.hash;
  }
  return prev === head ? null : { n: log.length, reason: "cut" };
}
