// What the page brings along of the guide: cards with their elements, platforms, ladders, requests. Read once, from the HTML.

function items(id) {
  return [...document.getElementById(id).content.querySelectorAll("[data-item]")];
}

const text = (node, selector) => node.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";

export const cards = items("folder-cards").map((node) => ({
  slug: node.dataset.item,
  place: node.dataset.place,
  placeName: node.dataset.placeName,
  url: node.dataset.url,
  name: text(node, "[data-name]"),
  section: text(node, "[data-section]"),
  law: text(node, "[data-law]"),
  changed: text(node, "[data-changed]"),
  source: text(node, "[data-source]"),
  sourceUrl: node.dataset.sourceUrl,
  elements: [...node.querySelectorAll("li")].map((one) => one.textContent.trim().replace(/\s+/g, " ")),
}));

export const platforms = items("folder-platforms").map((node) => ({
  slug: node.dataset.item,
  name: text(node, "[data-name]"),
  told: text(node, "[data-told]"),
  renewal: text(node, "[data-renewal]"),
  source: text(node, "[data-source]"),
  sourceUrl: node.dataset.sourceUrl,
  days: Number(node.dataset.days) || null,
  before: node.dataset.before ? Number(node.dataset.before) : null,
}));

export const rungs = items("folder-rungs").map((node) => ({
  slug: node.dataset.item,
  place: node.dataset.place,
  title: text(node, "[data-name]"),
  wait: text(node, "[data-wait]"),
}));

export const requests = items("folder-requests").map((node) => ({
  slug: node.dataset.item,
  place: node.dataset.place,
  title: text(node, "[data-name]"),
  words: text(node, "[data-words]"),
  source: text(node, "[data-source]"),
  law: text(node, "[data-law]"),
  sourceUrl: node.dataset.sourceUrl,
}));

export function cardOf(slug) {
  return cards.find((card) => card.slug === slug) ?? null;
}

export function platformOf(slug) {
  return platforms.find((platform) => platform.slug === slug) ?? null;
}
