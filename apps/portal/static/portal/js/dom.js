// Building from the page's own <template>s. Text from the server becomes text nodes and nothing else.

const wording = JSON.parse(document.querySelector("#wording")?.textContent || "{}");

export function copy(templateId) {
  return document.getElementById(templateId).content.firstElementChild.cloneNode(true);
}

export function find(name, root = document) {
  return root.querySelector(`[data-${name}]`);
}

export function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) find(name, root).textContent = text;
  return root;
}

/** "Sent in {seconds} s" with its names replaced. */
export function worded(key, values = {}) {
  return wording[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// What documents say holds many figures that are no telephone numbers, "112 litres" among them.
const LONG_NUMBER = String.raw`\+\d[\d ()]{7,}\d|\(?\b0\d[\d ()]{5,}\d|\b1[89]\d\d [\d ]{5,}\d`;
const IN_DOCUMENTS = new RegExp(`(${LONG_NUMBER})`);
const ANY = new RegExp(`(${LONG_NUMBER}|\\b(?:112|999)\\b)`);

/** `text` as nodes in which telephone numbers can be tapped. */
export function withPhones(text, { quoted = false } = {}) {
  const parts = text.split(quoted ? IN_DOCUMENTS : ANY);
  return parts.map((part, index) => (index % 2 ? phoneLink(part) : document.createTextNode(part)));
}

function phoneLink(number) {
  const link = document.createElement("a");
  link.href = `tel:${number.replace(/[^\d+]/g, "")}`;
  link.textContent = number;
  return link;
}

export function pair(term, value) {
  const group = document.createElement("div");
  const name = document.createElement("dt");
  const description = document.createElement("dd");
  name.textContent = term;
  description.append(...withPhones(value));
  group.append(name, description);
  return group;
}

const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

export function dateText(iso) {
  return date.format(new Date(iso));
}

const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });

export function amount(value) {
  return number.format(Number(value));
}
