// The sealed file: AES-256-GCM under a key that PBKDF2-HMAC-SHA256 makes of a phrase. docs/case-folder.md has the format.

import { bytesOf } from "./canonical.js";
import { sha256 } from "./sha256.js";

const MAGIC = bytesOf("FALSEOS\n");
export const VERSION = 1;
// OWASP asks for 600,000 or more with SHA-256 (Password Storage Cheat Sheet).
export const ITERATIONS = 1_000_000;
const FEWEST = 600_000;
const MOST = 20_000_000;
const HEADER = 50;
const CHECK = 32;

// `reason` is foreign, newer, truncated, damaged or phrase.
export class SealError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

// What was heard over the phone and what was typed must be the same phrase.
export function plainPhrase(phrase) {
  return phrase.normalize("NFKC").trim().replace(/\s+/g, " ");
}

async function keyOf(phrase, salt, iterations, usage) {
  const material = await crypto.subtle.importKey("raw", bytesOf(plainPhrase(phrase)), "PBKDF2", false, ["deriveKey"]);
  const kdf = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(kdf, material, { name: "AES-GCM", length: 256 }, false, [usage]);
}

// Returns the bytes of a sealed file. `salt` and `iv` are given by tests only.
export async function seal(bytes, phrase, { salt = random(16), iv = random(12), iterations = ITERATIONS } = {}) {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header.set(MAGIC);
  view.setUint16(8, VERSION);
  view.setUint32(10, iterations);
  header.set(salt, 14);
  header.set(iv, 30);
  view.setBigUint64(42, BigInt(bytes.length + 16));
  const key = await keyOf(phrase, salt, iterations, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: header }, key, bytes);
  const all = new Uint8Array(HEADER + sealed.byteLength + CHECK);
  all.set(header);
  all.set(new Uint8Array(sealed), HEADER);
  all.set(sha256(all.subarray(0, -CHECK)), all.length - CHECK);
  return all;
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function isSealed(bytes) {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

// Throws SealError for what is not a whole, unaltered file of a version that we know; needs no phrase.
export function inspect(bytes) {
  if (!isSealed(bytes)) throw new SealError("foreign");
  if (bytes.length < HEADER + CHECK) throw new SealError("truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(8);
  const whole = sha256(bytes.subarray(0, -CHECK)).every((byte, index) => byte === bytes[bytes.length - CHECK + index]);
  // Every version ends in the check value, so a newer file can be told from a damaged one.
  if (version !== VERSION && whole) throw new SealError("newer");
  const length = Number(view.getBigUint64(42));
  if (version === VERSION && bytes.length < HEADER + length + CHECK) throw new SealError("truncated");
  const iterations = view.getUint32(10);
  if (!whole || bytes.length !== HEADER + length + CHECK || iterations < FEWEST || iterations > MOST) {
    throw new SealError("damaged");
  }
  return { iterations, salt: bytes.slice(14, 30), iv: bytes.slice(30, 42), header: bytes.slice(0, HEADER) };
}

// Returns what was sealed, as bytes. Throws SealError.
export async function open(bytes, phrase) {
  const { iterations, salt, iv, header } = inspect(bytes);
  const key = await keyOf(phrase, salt, iterations, "decrypt");
  const algorithm = { name: "AES-GCM", iv, additionalData: header };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(HEADER, -CHECK)));
  } catch {
    throw new SealError("phrase");
  }
}

// A phrase that is easy to say and hard to guess: ten syllables out of 80, 63 bits.
export function newPhrase() {
  const numbers = crypto.getRandomValues(new Uint32Array(10));
  const syllables = Array.from(numbers, (n) => "bdfghjklmnprstvz"[n % 16] + "aeiou"[Math.floor(n / 16) % 5]);
  return syllables.join("").replace(/(....)(?=.)/g, "$1 ");
}
