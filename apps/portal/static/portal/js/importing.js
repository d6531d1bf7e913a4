// An import on its way: asks how far it is, and shows the page anew when it has come to its end.

import { call } from "./api.js";
import { find, worded } from "./dom.js";

const POLL_MS = 1000;
// Signed out, or not theirs any more: the page itself says so.
const GONE = [401, 404];
const moving = find("moving");

async function look() {
  try {
    const job = await call(moving.dataset.moving);
    if (job.state !== "queued" && job.state !== "running") return location.reload();
    find("progress", moving).value = job.done;
    find("said", moving).textContent = worded("rows", { done: job.done, total: job.total });
  } catch (failure) {
    if (GONE.includes(failure.status)) return location.reload();
    // Asked too often, or no network for a moment: the next look may tell more.
  }
  return setTimeout(look, POLL_MS);
}

if (moving) setTimeout(look, POLL_MS);
