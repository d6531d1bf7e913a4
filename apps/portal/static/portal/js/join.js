// From the card to the home. The code leaves the address bar before anything else happens, so that neither the history
// nor a Referer nor somebody's glance keeps it; only the POST below uses it up.

import { NetworkFailure, call } from "./api.js";
import { deviceName } from "./device.js";
import { takeOff, wear } from "./home/theme.js";
import { tellOthers } from "./tabs.js";

const CODE = takeCode();
const views = new Map([...document.querySelectorAll("[data-view]")].map((view) => [view.dataset.view, view]));
const SESSION = "/api/homeowner/session";
const ASK_AGAIN_MS = 2500;
let lastCode = CODE;

function takeCode() {
  const [, code] = location.pathname.match(/^\/join\/([^/]+)\/?$/) || [];
  history.replaceState(null, "", "/join");
  return code ? decodeURIComponent(code) : "";
}

function show(name) {
  for (const [key, view] of views) view.hidden = key !== name;
  views.get(name).querySelector("h1").focus();
}

async function join(code, surname = "") {
  if (code !== lastCode) takeOff();
  lastCode = code;
  show("working");
  try {
    const body = { code, surname, device_name: deviceName() };
    const answer = await call(SESSION, { method: "POST", body });
    if (answer.ticket) await wait(answer);
    else await welcome(answer);
  } catch (failure) {
    explain(failure, surname);
  }
}

/** Until a signed-in device of the home lets this one in, refuses it, or the time is over. */
async function wait({ ticket, number, expires_in: seconds, theme }) {
  await wear(theme);
  document.querySelector("[data-number]").textContent = number;
  show("waiting");
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    await new Promise((resume) => setTimeout(resume, ASK_AGAIN_MS));
    const answer = await call(`${SESSION}/ticket`, { method: "POST", body: { ticket } }).catch(unlessLost);
    if (answer.access) return welcome(answer);
  }
  return show("not-let-in");
}

/** A question that was lost is asked again with the next: a place in the row is not given up for it. */
function unlessLost(failure) {
  if (failure instanceof NetworkFailure || failure.status >= 500) return {};
  throw failure;
}

async function welcome({ name, home, theme }) {
  tellOthers({ type: "joined" });
  await wear(theme);
  const greeting = document.querySelector("[data-greeting]");
  greeting.textContent = name ? `${greeting.dataset.greeting}, ${name}` : greeting.dataset.greeting;
  document.querySelector("[data-address]").textContent = [home.address, home.development].filter(Boolean).join(" · ");
  show("welcome");
}

function explain(failure, surname) {
  if (failure.code === "surname_required") return askSurname(failure.theme, surname ? failure.detail : "");
  if (failure.status === 404 && !views.get("waiting").hidden) return show("not-let-in");
  if (failure instanceof NetworkFailure || failure.status >= 500) return show("offline");
  if (failure.status === 429) return slow(failure.retryAfter);
  takeOff();
  return show("unknown");
}

async function askSurname(theme, trouble) {
  await wear(theme);
  document.querySelector("[data-surname-trouble]").textContent = trouble;
  show("surname");
}

function slow(seconds) {
  const wait = document.querySelector("[data-wait]");
  const [words, count] = seconds < 90 ? [wait.dataset.seconds, seconds] : [wait.dataset.minutes, Math.ceil(seconds / 60)];
  if (seconds) wait.textContent = words.replace("{count}", count);
  show("slow");
}

document.querySelector("[data-code-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = event.target.code.value.trim();
  if (code) join(code);
});
document.querySelector("[data-surname-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  join(lastCode, event.target.surname.value.trim());
});
document.querySelector("[data-retry]").addEventListener("click", () => join(lastCode));
for (const button of document.querySelectorAll("[data-again]")) {
  button.addEventListener("click", () => {
    show("form");
    document.querySelector("#code").focus();
  });
}
if (CODE) join(CODE);
