// The homeowner's page: signs this tab in silently, shows the home and its conversation, and asks.

import { NetworkFailure } from "../api.js";
import { copy, find, worded } from "../dom.js";
import { Asking } from "./asking.js";
import { CitedPage } from "./cited_page.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { wireDisplay } from "./display.js";
import { Documents } from "./documents.js";
import { keepDraft, takeDraft } from "./draft.js";
import { wireInstall } from "./install.js";
import { forgetKept, forgetOthers, keep, kept } from "./kept.js";
import { Notices } from "./notices.js";
import { Opener } from "./opener.js";
import { contactsOf, showHome, wirePanels } from "./panels.js";
import { wireOwnData } from "./own_data.js";
import { Session } from "./session.js";
import { keepShell } from "./shell.js";
import { countDown } from "./support.js";
import { takeOff, wear } from "./theme.js";
import { WaitingDevices } from "./waiting_devices.js";

const ME = "/api/homeowner/me";
const LOOK_AGAIN_MS = 15_000;
const session = new Session({ onEnded: showSignedOut });
window.addEventListener("openhouse:error", (event) => {
  if (session.report(event.detail)) event.preventDefault();
});
const opener = new Opener(session);
const citedPage = new CitedPage(opener, openSource);
const files = { show: openSource, save: saveFile };
const context = { contacts: [], isReader: false, files, openSource: (citation) => citedPage.open(citation) };
const conversation = new Conversation(session, context);
const composer = new Composer(ask);
const notices = new Notices(session);
const documents = new Documents(session, openSource);
const waitingDevices = new WaitingDevices(session);

let me = null;
let owner = null;

async function start() {
  show("starting");
  find("start-failed").hidden = true;
  find("start-wait").hidden = false;
  try {
    me = await session.request(ME);
    owner = session.subject;
    forgetOthers(session);
    context.contacts = contactsOf(me);
    context.isReader = me.impersonated;
    showHome(me, context.contacts);
    if (me.impersonated) countDown(session);
    await wear(me.theme);
    show("chat");
    greet(me.name);
    if (!me.impersonated) composer.takeUp(takeDraft(owner));
    // What the builder tells must not keep anybody from asking.
    notices.show(me.impersonated).catch(() => {});
    documents.remind(me.impersonated).catch(() => {});
    waitingDevices.isReader = me.impersonated;
    waitingDevices.look();
    await conversation.load();
    if (conversation.isEmpty) await begin();
    readOffline();
  } catch (failure) {
    if (failure instanceof NetworkFailure && kept()) showKept(kept());
    else if (failure.status !== 401) showStartFailed(failure);
  }
}

/** From now on the page opens without a connection, with what was read last. */
function readOffline() {
  if (me.impersonated) return;
  keepShell().catch(() => {});
  keepRead();
}

function keepRead() {
  keep(session, me, conversation.newest);
}

/** No connection: what was read last can be read, and nothing asked. */
function showKept({ me: known, messages }) {
  context.contacts = contactsOf(known);
  context.isReader = waitingDevices.isReader = true;
  showHome({ ...known, impersonated: false }, context.contacts);
  find("offline").hidden = false;
  find("composer").hidden = true;
  show("chat");
  conversation.forget();
  conversation.showKept(messages);
  window.addEventListener("online", () => location.reload(), { once: true });
  setInterval(comeBack, LOOK_AGAIN_MS);
}

/** The server may answer again although the device was never offline. Who turns out to be signed out is asked no more. */
function comeBack() {
  if (document.visibilityState === "visible" && !find("chat").hidden) session.request(ME).then(() => location.reload(), () => {});
}

function greet(name) {
  const greeting = find("hello-name");
  greeting.textContent = name ? `${greeting.dataset.helloName}, ${name}` : greeting.dataset.helloName;
}

/** The builder's greeting and questions that this home's documents answer; without them the chat begins all the same. */
async function begin() {
  find("hello").hidden = false;
  const { greeting, questions } = await session.request("/api/chat/starters").catch(() => ({ questions: [] }));
  if (greeting) find("greeting").textContent = greeting;
  find("starters").replaceChildren(...questions.map(starter));
}

function starter(question) {
  const item = copy("starter");
  const button = item.querySelector("button");
  button.textContent = question;
  button.addEventListener("click", () => composer.offer(question));
  return item;
}

/** One id for a question however often it is sent, so that it is answered once. */
function ask(text) {
  find("hello").hidden = true;
  notices.fold();
  const asking = new Asking(session, text, conversation.current);
  const turn = conversation.add(text);
  composer.offerStop(() => asking.stop());
  return attempt(turn, asking, () => asking.answer((words) => conversation.write(turn, words)));
}

async function attempt(turn, asking, answer) {
  const again = () => attempt(turn, asking, () => asking.whole());
  try {
    conversation.answer(turn, await answer());
    keepRead();
  } catch (failure) {
    if (failure.status === 401) leaveTyped([asking.text, composer.text]);
    else if (asking.stopped) conversation.stop(turn, again);
    else if (failure.status === 404 && asking.startOver()) await again();
    else if (failure instanceof NetworkFailure || failure.status >= 500) conversation.fail(turn, failure.detail, again);
    else if (composer.isFree) takeBack(turn, asking.text, failure);
    else conversation.fail(turn, failure.detail, again);
  }
}

/** What was typed is offered again when the same person signs in again in this tab. */
function leaveTyped(texts) {
  const typed = texts.filter(Boolean).join("\n");
  keepDraft(owner, typed);
  if (typed) find("draft-kept").hidden = false;
}

function takeBack(turn, text, failure) {
  turn.remove();
  find("hello").hidden = !conversation.isEmpty;
  if (failure.status === 429) composer.waitWith(text, failure.detail, failure.retryAfter || 5);
  else composer.giveBack(text, failure.errors[0]?.message || failure.detail);
}

function openSource(citation, button) {
  return withFile(() => opener.open(citation), button);
}

function saveFile(document_, button) {
  return withFile(() => opener.save(document_), button);
}

async function withFile(act, button) {
  button.setAttribute("aria-busy", "true");
  try {
    await act();
  } catch (failure) {
    find("announcer").textContent = failure.detail || worded("not_opened");
    button.querySelector(".source-open, .small, [data-said]").textContent = failure.detail || worded("not_opened");
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

/** Who signs out means to leave nothing behind. */
function signOut() {
  composer.clear();
  session.end();
}

function showSignedOut() {
  leaveTyped([composer.text]);
  opener.forget();
  forgetKept();
  for (const panel of document.querySelectorAll("dialog[open]")) panel.close();
  conversation.forget();
  takeOff();
  notices.forget();
  show("signed-out");
  find("signed-out").querySelector("h1").focus();
}

wirePanels(session, { documents, onSignedOut: signOut });
wireInstall();
wireDisplay();
wireOwnData(session, () => {
  conversation.forget();
  forgetKept();
  begin();
});
find("start-again").addEventListener("click", start);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !find("chat").hidden) conversation.catchUp().catch(() => {});
});
// A page kept by the browser may be of somebody who has signed out since.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
start();
