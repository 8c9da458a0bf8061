// The page's own words for scripts: every text stands in the HTML, so that it is translated with the page.

const words = new Map();
for (const item of document.getElementById("folder-words").content.querySelectorAll("[data-word]")) {
  words.set(item.dataset.word, item.textContent.trim().replace(/\s+/g, " "));
}

// Returns the text of a name, with {slots} filled. A missing name is a fault of ours and says so at once.
export function t(name, slots = {}) {
  const text = words.get(name);
  if (text === undefined) throw new Error(`no words for ${name}`);
  return text.replace(/\{(\w+)\}/g, (slot, key) => slots[key] ?? slot);
}
