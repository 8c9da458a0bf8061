// One text for one value, so that a fingerprint of it can be computed again by anybody: JSON with sorted keys and no
// spaces, in UTF-8. Python writes the same with json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False).

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

export function bytesOf(text) {
  return new TextEncoder().encode(text);
}
