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
const EMAIL = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
const IN_DOCUMENTS = new RegExp(`(${EMAIL}|${LONG_NUMBER})`);
const ANY = new RegExp(`(${EMAIL}|${LONG_NUMBER}|\\b(?:112|999)\\b)`);

/** `text` as nodes in which telephone numbers and e-mail addresses can be tapped. */
export function withContacts(text, { quoted = false } = {}) {
  const parts = text.split(quoted ? IN_DOCUMENTS : ANY);
  return parts.map((part, index) => (index % 2 ? contactLink(part) : document.createTextNode(part)));
}

function contactLink(text) {
  const link = document.createElement("a");
  link.href = text.includes("@") ? `mailto:${text}` : `tel:${text.replace(/[^\d+]/g, "")}`;
  link.textContent = text;
  return link;
}

/** A term and what it means: texts or nodes. */
export function pair(term, ...content) {
  const group = document.createElement("div");
  const name = document.createElement("dt");
  const description = document.createElement("dd");
  name.textContent = term;
  description.append(...content);
  group.append(name, description);
  return group;
}
