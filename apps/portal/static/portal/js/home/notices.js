// What the builder tells this home now: unread above the chat until it is put away, and all of it under My home.

import { copy, fill, find, worded } from "../dom.js";
import { dayText } from "../locale.js";

const NOTICES = "/api/homeowner/notices";

export class Notices {
  constructor(session) {
    this.session = session;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !find("chat").hidden) this.show(this.isReader).catch(() => {});
    });
  }

  /** A reader is support: they see what the home sees and put nothing away. */
  async show(isReader) {
    this.isReader = isReader;
    const { results } = await this.session.request(NOTICES);
    const unread = results.filter(({ read_at: readAt }) => !readAt);
    find("notice-list").replaceChildren(...unread.map((notice, index) => this.#banner(notice, index === 0)));
    find("notices").hidden = !unread.length;
    find("kept-notices").replaceChildren(...results.map((notice) => card(notice)));
    find("kept-notices-section").hidden = !results.length;
  }

  /** Leave the room to an answer. */
  fold() {
    for (const details of find("notice-list").querySelectorAll("details")) details.open = false;
  }

  forget() {
    find("notices").hidden = true;
    for (const list of ["notice-list", "kept-notices"]) find(list).replaceChildren();
  }

  #banner(notice, isFirst) {
    const item = card(notice);
    item.querySelector("details").open = isFirst;
    const button = find("put-away", item);
    button.hidden = this.isReader;
    button.addEventListener("click", () => this.#putAway(notice, item, button));
    return item;
  }

  async #putAway(notice, item, button) {
    button.disabled = true;
    try {
      await this.session.request(`${NOTICES}/${notice.id}/read`, { method: "POST" });
    } catch {
      button.disabled = false;
      find("announcer").textContent = worded("not_said");
      return;
    }
    const next = item.nextElementSibling || item.previousElementSibling;
    item.remove();
    find("notices").hidden = !next;
    if (next) next.querySelector("details").open = true;
    (next?.querySelector("summary") || document.getElementById("question")).focus();
  }
}

function card({ title, body, starts_at: startsAt, ends_at: endsAt }) {
  const first = dayText(startsAt);
  // The end is the first moment without it, mostly midnight: people say the day before.
  const when = endsAt ? worded("notice_until", { first, last: dayText(new Date(endsAt) - 1) }) : first;
  const item = fill(copy("notice"), { title, body, when });
  find("put-away", item).hidden = true;
  return item;
}
