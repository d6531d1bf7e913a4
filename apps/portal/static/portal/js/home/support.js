// Support looks for a while: how many minutes are left is said, and at the end the page shows nothing any more.

import { find } from "../dom.js";

const MINUTE_MS = 60_000;

export function countDown(session) {
  const timer = setInterval(tell, MINUTE_MS / 6);
  tell();

  function tell() {
    const left = session.expiresAt - Date.now();
    find("minutes-left").textContent = String(Math.max(0, Math.ceil(left / MINUTE_MS)));
    if (left > 0) return;
    clearInterval(timer);
    session.end();
  }
}
