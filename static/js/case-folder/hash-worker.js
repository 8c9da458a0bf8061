// Reads a file a piece at a time and answers with its SHA-256. Its own policy lets it reach nothing (see README.md here).

import { Sha256, hex } from "./sha256.js";

const PIECE = 4 * 1024 * 1024;
const stopped = new Set();

async function fingerprint(id, file) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    if (stopped.delete(id)) return;
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    postMessage({ id, done: Math.min(at + PIECE, file.size) });
  }
  postMessage({ id, sha256: hex(hash.digest()) });
}

addEventListener("message", ({ data }) => {
  if (data.stop) {
    stopped.add(data.id);
    return;
  }
  fingerprint(data.id, data.file).catch((error) => postMessage({ id: data.id, failed: error.name }));
});

postMessage({ ready: true });
