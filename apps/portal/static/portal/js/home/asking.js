// One question on its way to its answer: shown as it comes, stopped by whoever asked, and never asked twice. The server
// keeps what it began to answer, so the same id gets the whole answer after a break.

import { NetworkFailure } from "../api.js";

const MESSAGES = "/api/chat/messages";
const AGAIN_AFTER_MS = 1_000;

export class Asking {
  #stopper = new AbortController();

  constructor(session, text, conversation) {
    this.session = session;
    this.body = { text, client_message_id: crypto.randomUUID(), ...(conversation && { conversation }) };
    this.begun = false;
    this.stopped = false;
  }

  get text() {
    return this.body.text;
  }

  /** Leave the conversation, which may be gone; false when it was left already. */
  startOver() {
    const left = "conversation" in this.body;
    delete this.body.conversation;
    return left;
  }

  stop() {
    this.stopped = true;
    this.#stopper.abort();
  }

  /** The whole message. `onWords` gets the answer's words as they come. One break of the connection is mended. */
  async answer(onWords) {
    try {
      return await this.#read(onWords);
    } catch (failure) {
      if (!(failure instanceof NetworkFailure) || !this.begun) throw failure;
      await new Promise((resume) => setTimeout(resume, AGAIN_AFTER_MS));
      return this.whole();
    }
  }

  /** What the server has of this question by now, asked for at once. */
  whole() {
    return this.session.request(MESSAGES, { method: "POST", body: this.body });
  }

  async #read(onWords) {
    const message = { answer: "", citations: [], downloads: [], rating: "", follows: null, followed_by: null, outdated: false };
    const options = { body: this.body, signal: this.#stopper.signal };
    for await (const { name, data } of await this.session.stream(MESSAGES, options)) {
      if (name === "token") onWords((message.answer += data.text));
      else if (name === "citations") message.citations = data;
      else Object.assign(message, data);
      this.begun = true;
      if (name === "done") return message;
    }
    throw new NetworkFailure();
  }
}
