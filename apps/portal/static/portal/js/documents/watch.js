// Parts of a page that change while documents are being read: drawn by the server, fetched again until nothing is
// unfinished. A part that holds the focus is left alone.

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
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (response?.redirected) return location.reload();
  if (!response?.ok) return null;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-watched]")) swap(part, fresh);
  return null;
}

function swap(part, fresh) {
  const drawn = fresh.querySelector(`[data-watched="${part.dataset.watched}"]`);
  if (drawn && !part.contains(document.activeElement) && !part.isEqualNode(drawn)) part.replaceWith(drawn);
}

plan();
