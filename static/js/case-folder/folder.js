// The case folder in memory, and nowhere else. Views listen for "change" and draw themselves again.

import { appended, firstFault, headOf } from "./chain.js";

export const FORMAT = "falseos-case";
export const VERSION = 1;
const LISTS = ["reports", "log", "holds", "dates", "offences", "linked"];

function empty() {
  return {
    format: FORMAT,
    version: VERSION,
    place: "",
    next: 1,
    reports: [],
    log: [],
    holds: [],
    dates: [],
    offences: [],
    linked: [],
    requests: { assign: true, preserve: true, abroad: false },
  };
}

// `reason` is foreign or newer.
export class FolderError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export class Folder extends EventTarget {
  constructor() {
    super();
    this.state = empty();
    this.unsaved = false;
    this.fault = null;
  }

  get isEmpty() {
    return LISTS.every((name) => this.state[name].length === 0);
  }

  changed() {
    this.unsaved = !this.isEmpty;
    this.dispatchEvent(new Event("change"));
  }

  // Adds a record to one of the lists that may be corrected; returns its id.
  add(list, record) {
    const id = this.state.next;
    this.state.next += 1;
    this.state[list].push({ id, ...record });
    this.changed();
    return id;
  }

  update(list, id, record) {
    this.state[list] = this.state[list].map((one) => (one.id === id ? { ...one, ...record } : one));
    this.changed();
  }

  remove(list, id) {
    this.state[list] = this.state[list].filter((one) => one.id !== id);
    this.changed();
  }

  // The log grows and is never rewritten. Returns the new entry's number.
  record(kind, data, to = null) {
    this.state.log = appended(this.state.log, kind, data, new Date().toISOString(), to);
    this.changed();
    return this.state.log.length;
  }

  get incidents() {
    return this.state.log.filter((entry) => entry.kind === "incident");
  }

  additionsTo(n) {
    return this.state.log.filter((entry) => entry.kind === "addition" && entry.to === n);
  }

  // Every evidence file with its fingerprint and the entry that it belongs to.
  get exhibits() {
    return this.state.log.flatMap((entry) =>
      (entry.data.files ?? []).map((file) => ({ ...file, entry: entry.to ?? entry.n })),
    );
  }

  // The folder as plain data, with the last fingerprint of the log apart, so that a cut at the end shows.
  toData() {
    return { ...structuredClone(this.state), head: headOf(this.state.log) };
  }

  // Takes the place of what is here. Throws FolderError and leaves everything as it was if `data` is not a folder.
  replace(data) {
    if (!isFolder(data)) throw new FolderError("foreign");
    if (data.version > VERSION) throw new FolderError("newer");
    const { head, ...state } = structuredClone(data);
    this.state = { ...empty(), ...state };
    this.fault = firstFault(this.state.log, head);
    this.changed();
    this.unsaved = false;
    this.dispatchEvent(new Event("change"));
  }

  saved() {
    this.unsaved = false;
    this.dispatchEvent(new Event("change"));
  }

  // Forgets everything.
  wipe() {
    this.state = empty();
    this.fault = null;
    this.unsaved = false;
    this.dispatchEvent(new Event("change"));
  }
}

function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isFolder(data) {
  if (data?.format !== FORMAT || !Number.isInteger(data.version)) return false;
  const lists = LISTS.map((name) => data[name] ?? []);
  return (
    lists.every((list) => Array.isArray(list) && list.every(isRecord)) &&
    (data.log ?? []).every((e) => isRecord(e.data))
  );
}
