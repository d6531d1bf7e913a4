// Parts of a page that change while documents are being read: drawn by the server, fetched again until nothing is
// unfinished. A part that holds the focus is left alone.

import { drawnAnew } from "./drawn_anew.js";

const WAIT_MS = 3000;
const UNFINISHED = "[data-unfinished]";

function plan() {
  if (document.querySelector(UNFINISHED)) setTimeout(look, WAIT_MS);
}

async function look() {
  if (!document.hidden) await draw();
  plan();
}

async function draw() {
  const fresh = await drawnAnew();
  if (!fresh) return;
  for (const part of document.querySelectorAll("[data-watched]")) swap(part, fresh);
}

function swap(part, fresh) {
  const drawn = fresh.querySelector(`[data-watched="${part.dataset.watched}"]`);
  if (drawn && !part.contains(document.activeElement) && !part.isEqualNode(drawn)) part.replaceWith(drawn);
}

plan();
