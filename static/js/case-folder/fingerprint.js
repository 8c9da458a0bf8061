// Fingerprints of files, computed in a worker so that the page stays awake. A file is read and never copied or kept.

const SCRIPT = /^\/static\/js\/case-folder\/hash-worker(\.[0-9a-f]+)?\.js$/;

// The only script address that this page may ever make, under the only policy that the server allows it.
function trusted(address) {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin || !SCRIPT.test(url.pathname)) throw new TypeError("not our worker");
  if (!window.trustedTypes) return url.href;
  const policy = window.trustedTypes.createPolicy("falseos-worker", { createScriptURL: (text) => text });
  return policy.createScriptURL(url.href);
}

export class Fingerprinter {
  constructor(address) {
    this.address = trusted(address);
    this.waiting = new Map();
    this.next = 1;
    this.start();
  }

  // Starts the worker; `ready` is kept when it has loaded.
  start() {
    this.worker = new Worker(this.address, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.addEventListener("error", () => reject(new Error("worker")), { once: true });
      this.worker.addEventListener("message", ({ data }) => (data.ready ? resolve() : this.hear(data)));
    });
    // A page whose worker never comes still works for everything else.
    this.ready.catch(() => {});
  }

  hear({ id, done, sha256, failed }) {
    const one = this.waiting.get(id);
    if (!one) return;
    if (done !== undefined) {
      one.progress(done);
      return;
    }
    this.waiting.delete(id);
    if (failed) one.reject(new Error(failed));
    else one.resolve(sha256);
  }

  // Returns {name, size, modified, sha256}. `progress` is told the bytes done so far. Rejects when the file cannot be read.
  async of(file, progress = () => {}) {
    if (!this.worker) this.start();
    await this.ready;
    const id = this.next;
    this.next += 1;
    const sha256 = await new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, progress });
      this.worker.postMessage({ id, file });
    });
    return { name: file.name, size: file.size, modified: new Date(file.lastModified).toISOString(), sha256 };
  }

  // Gives up what is being read and keeps the worker.
  cancel() {
    for (const [id, { reject }] of this.waiting) {
      this.worker?.postMessage({ id, stop: true });
      reject(new Error("stopped"));
    }
    this.waiting.clear();
  }

  // Ends the worker for good: the way out.
  end() {
    this.cancel();
    this.worker?.terminate();
    this.worker = null;
  }
}
