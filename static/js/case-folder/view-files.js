// The list of evidence files, and the check whether one is still the same. No file is kept here, only its fingerprint.

import { byId, fillSelect, onSubmit, say, table } from "./dom.js";
import { t } from "./words.js";
import { fingerprints } from "./view-log.js";

export function startFiles(folder, fingerprinter) {
  const form = byId("check-form");

  onSubmit(form, async ({ exhibit }) => {
    const [file] = form.elements.file.files;
    const known = folder.exhibits[Number(exhibit)];
    if (!file || !known) return;
    try {
      const [found] = await fingerprints(fingerprinter, [file]);
      const same = found.sha256 === known.sha256;
      const text = t(same ? "check-same" : "check-changed", { name: known.name });
      say(text, same ? "ok" : "problem");
      byId("check-result").textContent = text;
    } catch {
      say(t("file-failed"), "problem");
    }
  });

  folder.addEventListener("change", () => {
    const { exhibits } = folder;
    const heads = [t("exhibit"), t("file"), t("size"), t("modified"), t("fingerprint"), t("entry")];
    const rows = exhibits.map((file, index) => [
      `E${index + 1}`,
      file.name,
      t("bytes", { n: file.size }),
      file.modified,
      file.sha256,
      String(file.entry),
    ]);
    byId("file-list").replaceChildren(...(rows.length ? [table(t("pack-exhibits"), heads, rows)] : []));
    fillSelect(
      form.elements.exhibit,
      exhibits.map((file, index) => [String(index), `E${index + 1}: ${file.name}`]),
    );
    byId("check-result").textContent = "";
    form.hidden = !exhibits.length;
  });
}
