// Drawings beside an answer, to look at and to save: they hold no text that could be quoted.

import { copy, fill, find, worded } from "../dom.js";

/** `files` shows and saves a document; each gets it and the button that asked. Answers kept before know of none. */
export function drawings(downloads, files) {
  if (!downloads?.length) return [];
  const section = copy("drawings");
  section.querySelector("ul").append(...downloads.map((one) => card(one, files)));
  return [section];
}

function card(drawing, files) {
  const { title, version, pages } = drawing;
  const detail = [pages > 1 && worded("pages", { count: pages }), worded("version", { version })];
  const item = fill(copy("drawing"), { title, detail: detail.filter(Boolean).join(" · ") });
  for (const name of ["show", "save"]) {
    const button = find(name, item);
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${title}`);
    button.addEventListener("click", () => files[name](drawing, button));
  }
  return item;
}
