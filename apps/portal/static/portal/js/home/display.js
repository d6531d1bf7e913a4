// Language, size of text and look, on this device only.

import { find } from "../dom.js";

const YEAR_SECONDS = 365 * 24 * 3600;

export function wireDisplay() {
  const { look = "", size = "" } = window.openhouseLook.stored();
  wire("look", look, (value) => window.openhouseLook.choose({ look: value }));
  wire("size", size, (value) => window.openhouseLook.choose({ size: value }));
  wire("language", document.documentElement.lang.slice(0, 2), speak);
}

function wire(name, value, choose) {
  const select = find(`choose-${name}`);
  select.value = value;
  select.addEventListener("change", () => choose(select.value));
}

/** The server translates the page and its own sentences by this cookie, which says nothing else. */
function speak(language) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `openhouse-language=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  location.reload();
}
