// An answer in the shape its outcome asks for.

import { copy, fill, find, withContacts, worded } from "../dom.js";
import { drawings } from "./drawings.js";
import { contactPair } from "./panels.js";

const REFERENCE = / ?\[(\d+)\]/;
const BEFORE = 60;

/** The element for a message of the API. `openSource` gets a citation and its button, `files` opens and saves drawings. */
export function reply(message, { contacts, openSource, files }) {
  const element = copy(`reply-${message.outcome}`);
  element.prepend(...marks(message));
  find("text", element).append(...paragraphs(message));
  find("sources", element)?.replaceWith(...sources(message.citations, openSource));
  find("drawings", element)?.replaceWith(...drawings(message.downloads, files));
  find("contacts", element)?.replaceWith(...contactList(contacts, message.answer));
  return element;
}

/** That this came without being asked again, that a better answer came later, or that its source is gone. */
function marks({ follows, followed_by: later, outdated, citations }) {
  const byBuilder = citations.some(({ source }) => source === "entry");
  const names = [follows && (byBuilder ? "news-builder" : "news"), later && "answered-later", outdated && "outdated"];
  return names.filter(Boolean).map(copy);
}

/** What a screen reader hears: the lead sentence, the answer, how many sources and drawings there are. */
export function spoken(element, message) {
  const lead = element.querySelector(".answer-lead, .answer-news")?.textContent.trim();
  const counts = { sources: message.citations.length, drawings: message.downloads?.length };
  const told = Object.entries(counts).map(([name, count]) => (count ? worded(name, { count }) : ""));
  return [lead, message.answer, ...told].filter(Boolean).join(" ");
}

function paragraphs({ answer, citations }) {
  const quoted = citations.length > 0;
  const headings = citations.map(({ heading }) => heading);
  return answer.split(/\n{2,}/).map((part) => {
    const paragraph = document.createElement("p");
    const [first, ...others] = part.split("\n");
    const headed = others.length > 0 && headings.includes(first);
    const pieces = (headed ? others.join("\n") : part).split(REFERENCE);
    if (headed) paragraph.append(headingOf(first));
    paragraph.append(...pieces.flatMap((piece, at) => (at % 2 ? reference(piece) : withContacts(piece, { quoted }))));
    return paragraph;
  });
}

/** The heading that a quoted passage stands under. */
function headingOf(text) {
  const heading = document.createElement("strong");
  heading.className = "answer-heading";
  heading.textContent = text;
  return heading;
}

/** "[1]" as the raised number of its source. */
function reference(number) {
  const mark = document.createElement("sup");
  mark.className = "ref";
  mark.textContent = number;
  return mark;
}

function sources(citations, openSource) {
  if (!citations.length) return [];
  const section = copy("sources");
  if (citations.every(({ source }) => source !== "document")) section.querySelector("h3").remove();
  section.querySelector("ul").append(...citations.map((citation) => source(citation, openSource)));
  return [section];
}

function source(citation, openSource) {
  return citation.source === "document" ? page(citation, openSource) : record(citation);
}

/** What the builder wrote or recorded: it stands here in full and has no page to open. */
function record(citation) {
  const { number, title } = citation;
  const item = fill(copy("source-record"), { number, title });
  find("passage", item).append(citation.source === "home" ? citation.quote : citation.passage);
  return item;
}

function page(citation, openSource) {
  const { number, title } = citation;
  const item = fill(copy("source"), { number, title, place: placeOf(citation) });
  find("passage", item).append(...inContext(citation));
  const button = item.querySelector("button");
  button.addEventListener("click", () => openSource(citation, button));
  return item;
}

/** Page and version, and whether the words were read from a picture. */
export function placeOf({ page, version, recognised }) {
  return worded(recognised ? "place_recognised" : "place", { page, version });
}

/** The quoted words marked among those around them, where the passage holds them as they are. */
export function inContext({ quote, passage }) {
  const mark = document.createElement("mark");
  mark.textContent = quote;
  const at = (passage || "").indexOf(quote);
  if (at < 0) return [mark];
  const before = passage.slice(0, at);
  const start = before.length > BEFORE ? before.indexOf(" ", before.length - BEFORE) : -1;
  return [start > 0 ? `…${before.slice(start)}` : before, mark, passage.slice(at + quote.length)];
}

/** Those that the answer has not named already. */
function contactList(contacts, answer) {
  const others = contacts.filter(({ value }) => !answer.includes(value));
  if (!others.length) return [];
  const section = copy("contacts");
  section.querySelector("dl").append(...others.map(contactPair));
  return [section];
}
