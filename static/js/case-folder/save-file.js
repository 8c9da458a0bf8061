// A file into the reader's own hands. The browser asks, or puts it where downloads go; nothing of it goes anywhere else.

import { el, say } from "./dom.js";
import { today } from "./time.js";
import { t } from "./words.js";

const made = new Set();

// `name` is a neutral word: the file's name stands in the browser's list of downloads.
export function saveFile(name, ending, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  made.add(address);
  const file = `${name}-${today()}.${ending}`;
  el("a", { href: address, download: file }).click();
  setTimeout(() => release(address), 60_000);
  say(t("file-saved", { name: file }));
}

function release(address) {
  URL.revokeObjectURL(address);
  made.delete(address);
}

// Forgets the files that are still being handed over.
export function releaseAll() {
  made.forEach(release);
}
