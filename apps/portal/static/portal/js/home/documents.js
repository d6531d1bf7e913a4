// The documents of the home. What must be read stands first, in the builder's order, until it has been confirmed.

import { copy, fill, find, worded } from "../dom.js";
import { dateText } from "../locale.js";
import { everything } from "./lists.js";

const DOCUMENTS = "/api/homeowner/documents";

export class Documents {
  constructor(session, openSource) {
    this.session = session;
    this.openSource = openSource;
    this.isReader = false;
  }

  /** How many wait to be confirmed, at the button that leads here. */
  async remind(isReader) {
    this.isReader = isReader;
    this.#count(await everything(this.session, `${DOCUMENTS}?must_read=true`));
  }

  /** Fill the panel; the sentence to show instead of an empty list. */
  async show() {
    const mustRead = await everything(this.session, `${DOCUMENTS}?must_read=true`);
    const all = await everything(this.session, DOCUMENTS);
    const others = all.filter(({ must_read: must }) => !must);
    find("documents").replaceChildren(...[...mustRead, ...others].map((one) => this.#row(one)));
    this.#count(mustRead);
    return all.length ? "" : worded("no_documents");
  }

  #count(mustRead) {
    const waiting = mustRead.filter(({ needs_consent: needs }) => needs).length;
    const badge = find("must-read-count");
    badge.hidden = !waiting;
    badge.textContent = waiting;
    find("must-read-words").textContent = waiting ? worded("must_read_waiting", { count: waiting }) : "";
  }

  #row(document_) {
    const { id, title, version, pages } = document_;
    const detail = [pages && worded(pages === 1 ? "page" : "pages", { count: pages }), version && worded("version", { version })];
    const item = fill(copy("document-row"), { title, detail: detail.filter(Boolean).join(" · ") });
    const button = item.querySelector("button");
    button.addEventListener("click", () => this.openSource({ document: id, title, version }, button));
    if (document_.must_read) item.append(this.#consent(document_));
    item.classList.toggle("must-read", document_.must_read);
    return item;
  }

  #consent({ id, version, needs_consent: needs, consented_version: confirmed, consented_at: at }) {
    const element = copy("document-consent");
    const button = element.querySelector("button");
    const said = find("consent-said", element);
    said.textContent = needs ? worded("to_confirm") : worded("confirmed", { version: confirmed, when: dateText(at) });
    button.hidden = !needs || this.isReader;
    button.addEventListener("click", () => this.#confirm(id, version, button, said));
    return element;
  }

  /** Another version has come meanwhile: the list shows it, and says so. */
  async #renewed(sentence) {
    await this.show().catch(() => {});
    find("documents-state").textContent = sentence;
    find("documents-state").hidden = false;
  }

  async #confirm(id, version, button, said) {
    button.disabled = true;
    try {
      const body = { version };
      await this.session.request(`${DOCUMENTS}/${id}/consent`, { method: "POST", body });
      await this.show();
    } catch (failure) {
      button.disabled = false;
      if (failure.status === 409) await this.#renewed(failure.detail);
      else said.textContent = failure.detail || worded("not_said");
    }
  }
}
