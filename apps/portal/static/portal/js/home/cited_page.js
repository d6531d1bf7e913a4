// The cited page, with the quoted words marked, over the chat. The passage stands there at once; the picture follows.

import { find, worded } from "../dom.js";
import { inContext, placeOf } from "./replies.js";

export class CitedPage {
  #citation = null;

  /** `openSource` gets a citation and the button that asked for its document. */
  constructor(opener, openSource) {
    this.opener = opener;
    this.panel = document.querySelector('[data-panel="source"]');
    const button = find("open-document", this.panel);
    button.addEventListener("click", () => openSource(this.#citation, button));
  }

  async open(citation) {
    this.#citation = citation;
    this.panel.querySelector("h2").textContent = citation.title;
    find("source-place", this.panel).textContent = placeOf(citation);
    find("source-words", this.panel).replaceChildren(...inContext(citation));
    this.#show(null);
    this.panel.showModal();
    const picture = await this.opener.picture(citation).catch(() => null);
    if (this.#citation === citation) this.#show(picture);
  }

  /** Without a picture the passage stands in its place. */
  #show(picture) {
    const image = find("source-picture", this.panel);
    image.hidden = !picture;
    find("source-words", this.panel).hidden = Boolean(picture);
    if (picture) image.src = picture;
    else image.removeAttribute("src");
    image.alt = picture ? worded(this.#citation.recognised ? "page_picture_recognised" : "page_picture", this.#citation) : "";
  }
}
