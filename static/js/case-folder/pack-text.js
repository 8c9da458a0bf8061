// The pack as plain text, to paste into a form that takes nothing else.

function rowText(heads, row) {
  return row
    .map((value, index) => (value ? `${heads[index]}: ${value}` : ""))
    .filter(Boolean)
    .join("\n");
}

function partText(part) {
  if (part.table) return part.rows.map((row) => rowText(part.heads, row)).join("\n\n");
  return part.text;
}

export function packText(pack, sourceWord) {
  const sections = pack.sections.map((one) => {
    const source = [`${sourceWord} ${one.source}`, one.url, one.law].filter(Boolean).join(". ");
    return [one.heading.toUpperCase(), ...one.parts.map(partText), source].join("\n\n");
  });
  return [`${pack.title}\n${pack.made}`, ...sections].join("\n\n\n");
}
