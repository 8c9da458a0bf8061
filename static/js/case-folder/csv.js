// Tables for spreadsheets (RFC 4180, UTF-8 with a mark, so that Excel reads accents).

// A cell that a spreadsheet would run as a formula gets a quote in front: what a harasser wrote stands in these files.
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// `rows` are arrays of values, the headings first.
export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
