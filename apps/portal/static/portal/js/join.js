// From the card to the home. The code leaves the address bar before anything else happens, so that neither the history
// nor a Referer nor somebody's glance keeps it; only the POST below uses it up.

import { NetworkFailure, call } from "./api.js";
import { deviceName } from "./device.js";
import { tellOthers } from "./tabs.js";

const CODE = takeCode();
const views = new Map([...document.querySelectorAll("[data-view]")].map((view) => [view.dataset.view, view]));
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

async function join(code) {
  lastCode = code;
  show("working");
  try {
    welcome(await call("/api/homeowner/session", { method: "POST", body: { code, device_name: deviceName() } }));
  } catch (failure) {
    explain(failure);
  }
}

function welcome({ name, home }) {
  tellOthers({ type: "joined" });
  const greeting = document.querySelector("[data-greeting]");
  greeting.textContent = name ? `${greeting.dataset.greeting}, ${name}` : greeting.dataset.greeting;
  document.querySelector("[data-address]").textContent = [home.address, home.development].filter(Boolean).join(" · ");
  show("welcome");
}

function explain(failure) {
  if (failure instanceof NetworkFailure || failure.status >= 500) return show("offline");
  if (failure.status === 429) return slow(failure.retryAfter);
  return show("unknown");
}

function slow(seconds) {
  if (seconds) {
    const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    const minutes = Math.ceil(seconds / 60);
    document.querySelector("[data-wait]").textContent =
      seconds < 90 ? format.format(seconds, "second") : format.format(minutes, "minute");
  }
  show("slow");
}

document.querySelector("[data-code-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = event.target.code.value.trim();
  if (code) join(code);
});
document.querySelector("[data-retry]").addEventListener("click", () => join(lastCode));
for (const button of document.querySelectorAll("[data-again]")) {
  button.addEventListener("click", () => {
    show("form");
    document.querySelector("#code").focus();
  });
}
if (CODE) join(CODE);
