// Reads a file a piece at a time and answers with its SHA-256. Its own policy lets it reach nothing (see docs/case-folder.md).

import { Sha256, hex } from "./sha256.js";

const TELL_EVERY = 4 * 1024 * 1024;
const stopped = new Set();

// One stream, read to its end. Slices of the file, or buffers handed over with transfer(), pile up: a gigabyte was measured.
async function fingerprint(id, file) {
  const hash = new Sha256();
  const reader = file.stream().getReader();
  let done = 0;
  let told = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (stopped.delete(id)) return reader.cancel();
    hash.update(piece.value);
    done += piece.value.length;
    if (done - told >= TELL_EVERY) {
      postMessage({ id, done });
      told = done;
    }
  }
  if (done !== file.size) throw new Error("changed while it was read");
  return postMessage({ id, sha256: hex(hash.digest()) });
}

addEventListener("message", ({ data }) => {
  if (data.stop) {
    stopped.add(data.id);
    return;
  }
  fingerprint(data.id, data.file).catch((error) => postMessage({ id: data.id, failed: error.name }));
});

postMessage({ ready: true });
