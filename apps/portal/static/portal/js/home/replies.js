// An answer in the shape its outcome asks for.

import { copy, fill, find, pair, withPhones, worded } from "../dom.js";

/** The element for a message of the API. `openSource` gets a citation and its button. */
export function reply(message, { contacts, openSource }) {
  const element = copy(`reply-${message.outcome}`);
  find("text", element).append(...paragraphs(message.answer));
  find("sources", element)?.replaceWith(...sources(message.citations, openSource));
  find("contacts", element)?.replaceWith(...contactList(contacts));
  return element;
}

/** What a screen reader hears: the lead sentence, the answer, and how many sources there are. */
export function spoken(element, message) {
  const lead = element.querySelector(".answer-lead")?.textContent.trim();
  const count = message.citations.length;
  return [lead, message.answer, count ? worded("sources", { count }) : ""].filter(Boolean).join(" ");
}

function paragraphs(text) {
  return text.split(/\n{2,}/).map((part) => {
    const paragraph = document.createElement("p");
    paragraph.append(...withPhones(part));
    return paragraph;
  });
}

function sources(citations, openSource) {
  if (!citations.length) return [];
  const section = copy("sources");
  section.querySelector("ul").append(...citations.map((citation) => source(citation, openSource)));
  return [section];
}

function source(citation, openSource) {
  const { title, page, version, quote } = citation;
  const item = fill(copy("source"), { title, place: worded("place", { page, version }), quote });
  const button = item.querySelector("button");
  button.addEventListener("click", () => openSource(citation, button));
  return item;
}

function contactList(contacts) {
  if (!contacts.length) return [];
  const section = copy("contacts");
  section.querySelector("dl").append(...contacts.map(({ label, value }) => pair(label, value)));
  return [section];
}
