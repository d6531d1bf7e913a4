// The homeowner's page: signs this tab in silently, shows the home and its conversation, and asks.

import { NetworkFailure } from "../api.js";
import { find, worded } from "../dom.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Opener } from "./opener.js";
import { contactsOf, showHome, wirePanels } from "./panels.js";
import { Session } from "./session.js";

const session = new Session({ onEnded: showSignedOut });
window.addEventListener("openhouse:error", (event) => {
  if (session.report(event.detail)) event.preventDefault();
});
const opener = new Opener(session);
const context = { contacts: [], isReader: false, openSource };
const conversation = new Conversation(session, context);
const composer = new Composer(ask);

async function start() {
  show("starting");
  find("start-failed").hidden = true;
  find("start-wait").hidden = false;
  try {
    const me = await session.request("/api/homeowner/me");
    context.contacts = contactsOf(me);
    context.isReader = me.impersonated;
    showHome(me, context.contacts);
    show("chat");
    greet(me.name);
    await conversation.load();
    find("hello").hidden = !conversation.isEmpty;
  } catch (failure) {
    if (failure.status !== 401) showStartFailed(failure);
  }
}

function greet(name) {
  const greeting = find("hello-name");
  greeting.textContent = name ? `${greeting.dataset.helloName}, ${name}` : greeting.dataset.helloName;
}

/** One id for a question however often it is sent, so that it is answered once. */
function ask(text) {
  find("hello").hidden = true;
  return attempt(conversation.add(text), { text, client_message_id: crypto.randomUUID() });
}

async function attempt(turn, body) {
  try {
    conversation.answer(turn, await session.request("/api/chat/messages", { method: "POST", body }));
  } catch (failure) {
    if (failure.status === 401) return;
    const again = () => attempt(turn, body);
    if (failure instanceof NetworkFailure || failure.status >= 500) conversation.fail(turn, failure.detail, again);
    else if (composer.isFree) takeBack(turn, body.text, failure);
    else conversation.fail(turn, failure.detail, again);
  }
}

function takeBack(turn, text, failure) {
  turn.remove();
  find("hello").hidden = !conversation.isEmpty;
  if (failure.status === 429) composer.waitWith(text, failure.detail, failure.retryAfter || 5);
  else composer.giveBack(text, failure.errors[0]?.message || failure.detail);
}

async function openSource(citation, button) {
  button.setAttribute("aria-busy", "true");
  try {
    await opener.open(citation);
  } catch (failure) {
    find("announcer").textContent = failure.detail || worded("not_opened");
    button.querySelector(".source-open, .small").textContent = failure.detail || worded("not_opened");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function show(name) {
  for (const view of ["chat", "signed-out", "starting"]) find(view).hidden = view !== name;
}

function showStartFailed(failure) {
  show("starting");
  find("start-wait").hidden = true;
  find("start-failed").hidden = false;
  if (failure.detail) find("start-reason").textContent = failure.detail;
}

function showSignedOut() {
  opener.forget();
  for (const panel of document.querySelectorAll("dialog[open]")) panel.close();
  find("turns").replaceChildren();
  show("signed-out");
  find("signed-out").querySelector("h1").focus();
}

wirePanels(session, { openSource, onSignedOut: () => session.end() });
for (const button of document.querySelectorAll("[data-starter]")) {
  button.addEventListener("click", () => composer.offer(button.textContent));
}
find("start-again").addEventListener("click", start);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !find("chat").hidden) conversation.catchUp().catch(() => {});
});
// A page kept by the browser may be of somebody who has signed out since.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
start();
