// Several people with one harasser: file numbers, services and officers side by side. No field can hold a story.

export const FORMAT = "falseos-numbers";
const LONGEST = { person: 3, service: 60, number: 40, officer: 60, badge: 20, unit: 60 };
const FIELDS = Object.keys(LONGEST);

// Keeps the known fields only, one line each and short.
export function numbersOnly(row) {
  const clean = (name) =>
    String(row?.[name] ?? "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST[name]);
  return Object.fromEntries(FIELDS.map((name) => [name, clean(name)]));
}

// The rows of a case's own reports, under one letter.
export function rowsOf(reports, person) {
  return reports.filter((one) => one.number).map((one) => numbersOnly({ ...one, person }));
}

export function sheet(rows) {
  return { format: FORMAT, version: 1, rows: rows.map(numbersOnly) };
}

// Returns the rows of a sheet somebody sent, or null if it is none.
export function rowsOfSheet(data) {
  if (data?.format !== FORMAT || data.version !== 1 || !Array.isArray(data.rows)) return null;
  return data.rows
    .slice(0, 500)
    .map(numbersOnly)
    .filter((row) => row.number);
}

function sameFile(one, other) {
  return one.service.toLowerCase() === other.service.toLowerCase() && one.number === other.number;
}

// Joins two lists; a file that stands in both is kept once.
export function joined(rows, more) {
  return [...rows, ...more.filter((row) => !rows.some((one) => sameFile(one, row)))];
}
