// Opens a document of the home at a page. The file needs the bearer, so it is fetched and shown as a blob; the bytes are
// forced into a type that cannot run as a page of ours.

import { worded } from "../dom.js";

const PDF = "application/pdf";
const TEXT = "text/plain;charset=utf-8";
// The builder sees apart how often a document was looked at and how often it was downloaded.
const TO_LOOK = "";
const TO_KEEP = "?download=true";

export class Opener {
  #addresses = new Map();

  constructor(session) {
    this.session = session;
  }

  /** The tab is opened before the bytes are there: browsers allow it only straight after a tap. */
  async open({ document: id, title, version, page = 1 }) {
    const tab = window.open("", "_blank");
    if (tab) describe(tab, title);
    try {
      const { address, type } = await this.#address(id, version, TO_LOOK);
      if (tab && [PDF, TEXT].includes(type)) tab.location.replace(`${address}#page=${page}`);
      else save(tab, address, title);
    } catch (failure) {
      tab?.close();
      throw failure;
    }
  }

  async save({ document: id, title, version }) {
    const { address } = await this.#address(id, version, TO_KEEP);
    save(null, address, title);
  }

  /** The cited page as a picture, as a data address: the policy of our pages allows no blob in an <img>. Null where
   * there is none. */
  async picture({ id }) {
    const blob = await this.session.file(`/api/chat/citations/${id}/page`);
    if (!blob.size) return null;
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  forget() {
    for (const kept of this.#addresses.values()) kept.then(({ address }) => URL.revokeObjectURL(address), () => {});
    this.#addresses.clear();
  }

  #address(id, version, purpose) {
    const key = `${id} ${version} ${purpose}`;
    if (!this.#addresses.has(key)) {
      const kept = this.#fetch(id, purpose);
      this.#addresses.set(key, kept);
      kept.catch(() => this.#addresses.delete(key));
    }
    return this.#addresses.get(key);
  }

  async #fetch(id, purpose) {
    const blob = await this.session.file(`/api/homeowner/documents/${id}/file${purpose}`);
    const type = safeType(blob.type);
    return { type, address: URL.createObjectURL(new Blob([blob], { type })) };
  }
}

/** Anything of another type is only ever saved, so its own type does no harm and names the file well. */
function safeType(declared) {
  return declared.startsWith("text/") ? TEXT : declared.split(";")[0];
}

function describe(tab, title) {
  tab.document.title = title;
  tab.document.body.textContent = worded("opening", { title });
}

function save(tab, address, title) {
  tab?.close();
  const link = document.createElement("a");
  link.href = address;
  link.download = title;
  link.click();
}
