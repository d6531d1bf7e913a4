// Where a question is typed. What was typed is never lost: it leaves the box only when the question is on its way, and
// comes back when the server asks to wait.

import { find, worded } from "../dom.js";

const COUNT_FROM_LEFT = 200;

export class Composer {
  #countdown = null;
  #busy = false;
  #stop = null;

  /** `onQuestion` gets the text; while its promise is pending nothing else can be sent. */
  constructor(onQuestion) {
    this.onQuestion = onQuestion;
    this.form = find("composer");
    this.box = this.form.querySelector("textarea");
    this.button = this.form.querySelector(".send");
    this.notice = find("notice");
    this.count = find("count");
    this.stopper = find("stop");
    this.stopper.addEventListener("click", () => this.#stop?.());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("input", () => this.#refresh());
    this.box.addEventListener("keydown", (event) => this.#key(event));
  }

  focus() {
    this.box.focus();
  }

  get text() {
    return this.box.value.trim();
  }

  get isFree() {
    return !this.text;
  }

  clear() {
    this.box.value = "";
    this.#refresh();
  }

  /** Send `text` as if it had been typed, unless something else has been. */
  offer(text) {
    if (this.isFree) this.box.value = text;
    this.send();
  }

  /** `stop` ends what is on its way. */
  offerStop(stop) {
    this.#stop = stop;
  }

  async send() {
    const question = this.text;
    if (!question || this.#busy || this.#countdown) return this.#refresh();
    this.box.value = "";
    this.#say("");
    this.#setBusy(true);
    try {
      return await this.onQuestion(question);
    } finally {
      this.#setBusy(false);
    }
  }

  /** Begin with `text`, unless something else has been typed. */
  takeUp(text) {
    if (text && this.isFree) this.box.value = text;
    this.#refresh();
  }

  /** Put `text` back and say why. */
  giveBack(text, sentence) {
    this.box.value = text;
    this.#say(sentence);
    this.#refresh();
  }

  /** As `giveBack`, and nothing can be sent for `seconds`, which are counted down. */
  waitWith(text, sentence, seconds) {
    this.giveBack(text, "");
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) return this.#stopWaiting();
      return this.#say(`${sentence} ${worded("wait", { seconds: left })}`, left);
    };
    clearInterval(this.#countdown);
    this.#countdown = setInterval(tick, 250);
    tick();
    this.#refresh();
  }

  #stopWaiting() {
    clearInterval(this.#countdown);
    this.#countdown = null;
    this.#say("");
    this.#refresh();
    this.focus();
  }

  #say(sentence, seconds) {
    // A screen reader hears the sentence once, not every second of the countdown.
    this.notice.setAttribute("aria-live", seconds === undefined || seconds % 15 === 0 ? "polite" : "off");
    this.notice.textContent = sentence;
    this.notice.hidden = !sentence;
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.#refresh();
  }

  #refresh() {
    const left = this.box.maxLength - this.box.value.length;
    this.stopper.hidden = !this.#busy;
    this.button.hidden = this.#busy;
    this.button.disabled = this.isFree || this.#busy || Boolean(this.#countdown);
    this.count.hidden = left > COUNT_FROM_LEFT;
    this.count.textContent = worded("left", { count: left });
    this.count.classList.toggle("over", left <= 0);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }
}
