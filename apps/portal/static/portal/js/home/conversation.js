// The questions and answers on the screen: the newest at the bottom, earlier ones fetched when somebody looks for them.

import { copy, fill, find } from "../dom.js";
import { feedback } from "./feedback.js";
import { reply, spoken } from "./replies.js";

const MESSAGES = "/api/chat/messages";
const NEAR_PX = 120;
const MARGIN_PX = 16;
const REFERENCES = / ?\[\d+\]/g;
// A question after so long a pause begins a conversation of its own.
const PAUSE_MS = 30 * 60_000;

export class Conversation {
  #next = MESSAGES;
  #newest = [];

  constructor(session, context) {
    this.session = session;
    this.context = context;
    this.list = find("turns");
    this.scroller = find("scroll");
    this.older = find("older");
    this.announcer = find("announcer");
    this.older.querySelector("button").addEventListener("click", () => this.#loadOlder().catch(() => {}));
  }

  get isEmpty() {
    return !this.list.childElementCount;
  }

  /** The id of the conversation that the next question goes on with. */
  get current() {
    const { conversation, created_at: asked } = this.#newest[0] || {};
    return conversation && Date.now() - new Date(asked) < PAUSE_MS ? conversation : null;
  }

  /** The newest page. When it cannot be had, asking works all the same and the button gets it later. */
  async load() {
    await this.#loadOlder().catch((failure) => {
      if (failure.status === 401) throw failure;
      this.older.hidden = false;
    });
    this.toEnd();
  }

  /** A turn that waits for its answer. */
  add(question) {
    const turn = fill(copy("turn"), { question });
    find("reply", turn).append(copy("reply-pending"));
    this.list.append(turn);
    this.toEnd();
    return turn;
  }

  /** The words that have come so far; what reads aloud waits for the whole. */
  write(turn, words) {
    const place = find("reply", turn);
    if (!find("coming", place)) place.replaceChildren(copy("reply-coming"));
    find("coming", place).textContent = words.replace(REFERENCES, "");
    this.toEnd();
  }

  /** What has come stays, and the rest can be had. */
  stop(turn, whole) {
    find("typing", turn)?.remove();
    const element = copy("reply-stopped");
    find("reply", turn).append(element);
    find("whole", element).addEventListener("click", whole);
  }

  answer(turn, message) {
    this.#takeOut(message.id);
    this.#newest.unshift(message);
    const element = this.#place(turn, message);
    this.announcer.textContent = spoken(element, message);
    this.#showStart(turn);
  }

  /** What has been answered since, without being asked again. */
  async catchUp() {
    const { results } = await this.session.request(MESSAGES);
    const known = this.#known();
    const news = results.filter(({ id, follows }) => follows && !known.has(id)).reverse();
    for (const message of news) this.answer(this.add(message.question), message);
  }

  /** Offer to send once more. */
  fail(turn, reason, again) {
    const element = copy("reply-failed");
    if (reason) find("reason", element).textContent = reason;
    find("reply", turn).replaceChildren(element);
    find("retry", element).addEventListener("click", () => {
      find("reply", turn).replaceChildren(copy("reply-pending"));
      again();
    });
    this.toEnd();
  }

  /** What was read before, while nothing new can be had. */
  showKept(messages) {
    this.#prepend({ results: messages, next: null });
    this.toEnd();
  }

  /** The newest page and what was answered since, newest first, as they are to be kept. */
  get newest() {
    return this.#newest;
  }

  /** Nothing is left, on the screen as on the server. */
  forget() {
    [this.#newest, this.#next] = [[], MESSAGES];
    this.list.replaceChildren();
    this.older.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** The first page may have brought the message while its own turn still waited for it. */
  #takeOut(id) {
    this.#newest = this.#newest.filter((message) => message.id !== id);
    for (const turn of [...this.list.children]) if (turn.dataset.message === id) turn.remove();
  }

  /** The ids of the messages on the screen. */
  #known() {
    return new Set([...this.list.children].map((turn) => turn.dataset.message));
  }

  #place(turn, message) {
    const element = reply(message, this.context);
    turn.dataset.message = message.id;
    const said = this.context.isReader ? null : feedback(message, this.session);
    find("reply", turn).replaceChildren(...[element, said].filter(Boolean));
    return element;
  }

  /** The question at the top of the view when the answer is long, so that reading starts at its first line. */
  #showStart(turn) {
    const tall = turn.offsetHeight > this.scroller.clientHeight - NEAR_PX;
    if (tall) this.scroller.scrollTop = turn.offsetTop - MARGIN_PX;
    else this.toEnd();
  }

  async #loadOlder() {
    const button = this.older.querySelector("button");
    button.disabled = true;
    try {
      this.#prepend(await this.session.request(this.#next));
    } finally {
      button.disabled = false;
    }
  }

  /** The first page may come after an answer that it does, or does not yet, hold: that one stays where it is. */
  #prepend({ results, next }) {
    const known = this.#known();
    const earlier = results.filter(({ id }) => !known.has(id));
    if (this.#next === MESSAGES) this.#newest.push(...earlier);
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    const turns = earlier.reverse().map((message) => {
      const turn = fill(copy("turn"), { question: message.question });
      this.#place(turn, message);
      return turn;
    });
    this.list.prepend(...turns);
    this.#next = next && pathOf(next);
    this.older.hidden = !next;
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }
}

function pathOf(address) {
  const { pathname, search } = new URL(address, location.origin);
  return pathname + search;
}
