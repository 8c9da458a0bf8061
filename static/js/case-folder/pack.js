// The officer's pack as plain parts: text, lists and tables, each section with its source. pack-view.js and pack-text.js
// say them on the screen, on paper and as plain text.

import { clockOf } from "./clock.js";
import { inWords, instantOf } from "./time.js";
import { headOf } from "./chain.js";

export function byTime(incidents) {
  return [...incidents].sort((one, other) => instantOf(one.data) - instantOf(other.data) || one.n - other.n);
}

export function when(data) {
  return [inWords(data.date), data.time, data.time ? `(${data.zone}, UTC${data.offset})` : ""]
    .filter(Boolean)
    .join(" ");
}

export function officerOf(report) {
  return [report.officer, report.badge, report.unit].filter(Boolean).join(", ");
}

// Returns {sections: [{heading, parts, source, url, law}]}. `guide` has cards, platforms and requests; `t` gives words.
export function buildPack(folder, guide, t, today) {
  const sections = [
    reportsSection(folder, t),
    requestsSection(folder, guide, t),
    incidentsSection(folder, t),
    ...folder.state.offences.map((chosen) => offenceSection(folder, guide, chosen, t)),
    exhibitsSection(folder, t),
    clockSection(folder, guide, t, today),
    sealSection(folder, t),
  ];
  return {
    title: t("pack-title"),
    made: t("pack-made", { day: inWords(today) }),
    sections: sections.flat().filter(Boolean),
  };
}

function reportsSection(folder, t) {
  const { reports } = folder.state;
  const heads = [t("service"), t("number"), t("officer"), t("filed"), t("how"), t("chase")];
  const named = (one) => (one.kind ? `${one.service} (${one.kind})` : one.service);
  const rows = reports.map((one) => [
    named(one),
    one.number,
    officerOf(one),
    inWords(one.filed),
    one.how,
    inWords(one.chase),
  ]);
  const numbers = reports.filter((one) => one.number).map((one) => `${one.service} ${one.number}`);
  const parts = [rows.length ? { table: t("pack-reports"), heads, rows } : { text: t("nothing-yet") }];
  if (numbers.length > 1) parts.push({ text: t("pack-link", { numbers: numbers.join("; ") }) });
  return { heading: t("pack-reports"), parts, source: t("own-record") };
}

function requestsSection(folder, guide, t) {
  const accounts =
    folder.state.holds.map((hold) => `${hold.platformName}: ${hold.accounts}`).join("; ") || t("accounts-missing");
  return guide.requests
    .filter((one) => one.place === folder.state.place && folder.state.requests[one.slug])
    .map((one) => ({
      heading: one.title,
      parts: [{ text: one.words.replace("{accounts}", accounts) }],
      source: one.source,
      url: one.sourceUrl,
      law: one.law,
    }));
}

function incidentRow(folder, entry, t) {
  const { data } = entry;
  const more = folder
    .additionsTo(entry.n)
    .map((one) => `${t("added", { day: one.recorded.slice(0, 10) })} ${one.data.what}`);
  const where = [data.platform, data.address, data.account, data.accountId].filter(Boolean).join("\n");
  const files = folder.exhibits.map((file, index) => ({ ...file, index })).filter((file) => file.entry === entry.n);
  const effects = [
    data.witnesses && `${t("witnesses")}: ${data.witnesses}`,
    data.effect && `${t("effect")}: ${data.effect}`,
  ];
  return [
    String(entry.n),
    when(data),
    where,
    [data.what, ...effects, ...more].filter(Boolean).join("\n"),
    files.map((file) => `E${file.index + 1}`).join(", "),
  ];
}

function incidentsSection(folder, t) {
  const heads = [t("entry"), t("when"), t("where"), t("what"), t("exhibits")];
  const rows = byTime(folder.incidents).map((entry) => incidentRow(folder, entry, t));
  const parts = [rows.length ? { table: t("pack-incidents"), heads, rows } : { text: t("nothing-yet") }];
  return { heading: t("pack-incidents"), parts, source: t("own-record") };
}

// An element with what shows it; a gap says so plainly.
function elementRow(folder, text, shown, t) {
  const incidents = byTime(folder.incidents).filter((entry) => shown.includes(entry.n));
  const lines = incidents.map(
    (entry) => `${t("entry")} ${entry.n}, ${when(entry.data)}: ${shortened(entry.data.what)}`,
  );
  return [text, lines.join("\n") || t("nothing-yet")];
}

function shortened(text) {
  return text.length > 140 ? `${text.slice(0, 139)}…` : text;
}

function offenceSection(folder, guide, chosen, t) {
  const card = guide.cards.find((one) => one.slug === chosen.card);
  if (!card) return null;
  const rows = card.elements.map((text, index) => elementRow(folder, text, chosen.shown[index] ?? [], t));
  const gaps = card.elements.filter((_, index) => !(chosen.shown[index] ?? []).length).length;
  const parts = [{ table: t("coverage", { name: card.name }), heads: [t("element"), t("shown-by")], rows }];
  parts.push({ text: t("gaps", { n: gaps, all: rows.length }) });
  if (card.changed) parts.push({ text: card.changed });
  return { heading: `${card.name}, ${card.section}`, parts, source: card.source, url: card.sourceUrl, law: card.law };
}

function exhibitsSection(folder, t) {
  const heads = [t("exhibit"), t("file"), t("size"), t("modified"), t("fingerprint"), t("entry")];
  const rows = folder.exhibits.map((file, index) => [
    `E${index + 1}`,
    file.name,
    t("bytes", { n: file.size }),
    file.modified,
    file.sha256,
    String(file.entry),
  ]);
  const parts = rows.length
    ? [{ table: t("pack-exhibits"), heads, rows }, { text: t("fingerprint-how") }]
    : [{ text: t("nothing-yet") }];
  return { heading: t("pack-exhibits"), parts, source: t("own-record") };
}

export function holdLine(hold, platform, t, today) {
  const clock = clockOf(hold.confirmed, platform, today);
  return t(`clock-${clock.state}`, {
    day: inWords(clock.confirmed),
    last: inWords(clock.last),
    renew: inWords(clock.renew),
  });
}

function clockSection(folder, guide, t, today) {
  return folder.state.holds.map((hold) => {
    const platform = guide.platforms.find((one) => one.slug === hold.platform);
    const parts = [{ text: `${hold.accounts}` }, { text: holdLine(hold, platform, t, today) }];
    return {
      heading: t("pack-hold", { name: hold.platformName }),
      parts,
      source: platform?.source || t("no-source"),
      url: platform?.sourceUrl,
    };
  });
}

function sealSection(folder, t) {
  const { log } = folder.state;
  const parts = [
    { text: folder.fault ? t(`fault-${folder.fault.reason}`, folder.fault) : t("chain-whole", { n: log.length }) },
  ];
  parts.push({ text: t("chain-head", { hash: headOf(log) }) });
  return { heading: t("pack-chain"), parts, source: t("own-record") };
}
