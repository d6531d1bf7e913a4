// The homeowner's session in this tab. The access token lives in memory only; the refresh token is a cookie that no
// script can read. A tab never shows one person's home with another person's token: it starts over instead.

import { Problem, call, download, stream } from "../api.js";
import { inTurn, listen, tellOthers } from "../tabs.js";
import { attemptKey, endAttempt } from "./attempt.js";

const REFRESH = "/api/homeowner/session/refresh";
const EARLY_MS = 20_000;
const SUPPORT = "#support=";

export class Session {
  #access = null;
  #expiresAt = 0;
  #subject = null;
  #renewing = null;
  #isSupport = false;

  /** `onEnded` is told once, when nobody is signed in here any more. */
  constructor({ onEnded }) {
    this.onEnded = onEnded;
    this.#takeSupportToken();
    if (!this.#isSupport) listen((message) => this.#hear(message));
  }

  /** Support comes with a token in the fragment, which no server is sent. It is of this tab alone and never renewed. */
  #takeSupportToken() {
    if (!location.hash.startsWith(SUPPORT)) return;
    const token = location.hash.slice(SUPPORT.length);
    history.replaceState(null, "", location.pathname);
    this.#isSupport = true;
    [this.#access, this.#expiresAt] = [token, claimsOf(token).exp * 1000];
  }

  /** The id of the session that is signed in here, null while none is known. */
  get id() {
    return this.#access && claimsOf(this.#access).sid;
  }

  /** Who is signed in here, null while nobody is known. */
  get subject() {
    return this.#subject;
  }

  /** When the token at hand ends, in milliseconds; support's is never renewed. */
  get expiresAt() {
    return this.#expiresAt;
  }

  request(path, options = {}) {
    return this.#with((token) => call(path, { ...options, token }));
  }

  /** Once it has begun, an answer is not begun again for a newer token. */
  stream(path, options) {
    return this.#with(async (token) => {
      const events = stream(path, { ...options, token });
      const first = await events.next();
      return resumed(first, events);
    });
  }

  file(path) {
    return this.#with((token) => download(path, token));
  }

  /** Tell of an error as this home; false while there is no token at hand, since that is no reason to fetch one. */
  report(body) {
    if (!this.#access || Date.now() >= this.#expiresAt) return false;
    call("/api/log/client", { method: "POST", body, token: this.#access }).catch(() => {});
    return true;
  }

  /** Forget the token and tell the other tabs. */
  end() {
    if (!this.#isSupport) tellOthers({ type: "ended" });
    this.#forget();
  }

  async #with(send) {
    const token = Date.now() < this.#expiresAt ? this.#access : await this.#renewed(this.#access);
    try {
      return await send(token);
    } catch (failure) {
      if (failure.status !== 401) throw failure;
      return send(await this.#renewed(token));
    }
  }

  /** A token newer than `stale`, fetched once however many calls and tabs ask for it. */
  #renewed(stale) {
    this.#renewing ??= inTurn(() => this.#renew(stale)).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(stale) {
    if (this.#isSupport) {
      this.#forget();
      throw new Problem(401, { code: "session_ended" });
    }
    if (this.#access && this.#access !== stale) return this.#access;
    try {
      const { access, expires_in: seconds } = await this.#exchange();
      const expiresAt = Date.now() + seconds * 1000 - EARLY_MS;
      this.#adopt(access, expiresAt);
      tellOthers({ type: "renewed", access, expiresAt });
      return access;
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401) this.#forget();
      throw failure;
    }
  }

  /** One key for an attempt until it has an answer: a lost answer can be had again, and never looks like a theft. */
  async #exchange(tries = 3) {
    try {
      const headers = { "Idempotency-Key": attemptKey() };
      const pair = await call(REFRESH, { method: "POST", body: {}, headers });
      endAttempt();
      return pair;
    } catch (failure) {
      if (failure instanceof Problem) endAttempt();
      if (failure.status !== 409 || tries <= 1) throw failure;
      await new Promise((resume) => setTimeout(resume, 1000 * (failure.retryAfter || 1)));
      return this.#exchange(tries - 1);
    }
  }

  #adopt(access, expiresAt) {
    const subject = claimsOf(access).sub;
    if (this.#subject && this.#subject !== subject) return location.reload();
    [this.#access, this.#expiresAt, this.#subject] = [access, expiresAt, subject];
  }

  #hear(message) {
    if (message.type === "renewed") this.#adopt(message.access, message.expiresAt);
    if (message.type === "joined") location.reload();
    if (message.type === "ended") this.#forget();
  }

  #forget() {
    [this.#access, this.#expiresAt, this.#subject] = [null, 0, null];
    this.onEnded();
  }
}

async function* resumed(first, events) {
  if (first.done) return;
  yield first.value;
  yield* events;
}

function claimsOf(token) {
  const payload = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(payload));
}
