// Files on their way, one after the other, each with its own progress; a file that was refused says why and can go again.
// A file keeps its key however often it is sent, so a lost answer never makes two documents of one file.

import { csrfHeaders } from "../api.js";
import { copy, fill, find, worded } from "../dom.js";

const RETRY_SECONDS = 5;

export class Uploads {
  #queue = Promise.resolve();

  constructor({ onReceived }) {
    this.onReceived = onReceived;
    this.list = find("sendings");
  }

  /** Send `file`, after those before it, to `address` with the other `fields` of the form. */
  add(file, address, fields) {
    const item = fill(copy("sending"), { name: file.name, state: worded("in_turn") });
    this.list.append(item);
    this.#enqueue({ item, file, address, fields, key: crypto.randomUUID() });
  }

  #enqueue(sending) {
    this.#queue = this.#queue.then(() => this.#send(sending));
  }

  async #send(sending) {
    const { item, file, address, fields, key } = sending;
    item.classList.remove("bad");
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file);
    const headers = { ...csrfHeaders, "Idempotency-Key": key };
    const answer = await posted(address, body, headers, (percent) => showProgress(item, percent));
    if (answer.status === 429) return this.#wait(sending, answer.retryAfter || RETRY_SECONDS);
    if (answer.status >= 200 && answer.status < 300) return this.#received(item);
    return this.#refused(sending, answer);
  }

  #received(item) {
    item.remove();
    return this.onReceived();
  }

  async #wait(sending, seconds) {
    for (let left = seconds; left > 0; left -= 1) {
      find("state", sending.item).textContent = worded("wait", { seconds: left });
      await new Promise((resume) => setTimeout(resume, 1000));
    }
    return this.#send(sending);
  }

  #refused(sending, { status, body }) {
    const sentence = body.errors?.[0]?.message || body.detail || worded(status ? "refused" : "no_answer");
    sending.item.classList.add("bad");
    find("state", sending.item).textContent = sentence;
    find("announcer").textContent = `${sending.file.name}: ${sentence}`;
    const again = find("again", sending.item);
    again.hidden = false;
    again.onclick = () => {
      again.hidden = true;
      this.#enqueue(sending);
    };
  }
}

function showProgress(item, percent) {
  find("progress", item).value = percent;
  find("state", item).textContent = percent < 100 ? worded("sending", { percent }) : worded("received");
}

/** XMLHttpRequest, because fetch tells nothing about the progress of a body. Status 0 means no answer. */
function posted(address, body, headers, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    for (const [name, value] of Object.entries({ Accept: "application/json", ...headers })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(Math.round((100 * loaded) / total)));
    request.addEventListener("loadend", () => {
      const retryAfter = Number(request.getResponseHeader("Retry-After"));
      done({ status: request.status, body: request.response || {}, retryAfter });
    });
    request.send(body);
  });
}
