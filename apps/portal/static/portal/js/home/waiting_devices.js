// A further device at the door of this home: shown with its number until somebody says yes or no.

import { copy, fill, find, worded } from "../dom.js";

const REQUESTS = "/api/homeowner/device-requests";
const LOOK_MS = 10_000;

export class WaitingDevices {
  constructor(session) {
    this.session = session;
    setInterval(() => this.look(), LOOK_MS);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** Only while somebody of the home has the page before them. */
  async look() {
    if (document.visibilityState !== "visible" || find("chat").hidden || this.isReader) return;
    const { results } = await this.session.request(REQUESTS).catch(() => ({ results: null }));
    if (!results) return;
    const list = find("waiting-devices");
    const known = new Map([...list.children].map((item) => [item.dataset.request, item]));
    list.replaceChildren(...results.map((one) => known.get(one.id) || this.#item(one)));
  }

  #item({ id, device, number }) {
    const title = worded("device_waits", { device: device || worded("device"), number });
    const item = fill(copy("waiting-device"), { title });
    item.dataset.request = id;
    for (const [name, allow] of [["let-in", true], ["refuse", false]]) {
      find(name, item).addEventListener("click", () => this.#decide(id, allow, item));
    }
    return item;
  }

  async #decide(id, allow, item) {
    await this.session.request(`${REQUESTS}/${id}`, { method: "POST", body: { allow } }).catch(() => {});
    item.remove();
  }
}
