// Panels load when the page is there, and fail alone: what happens to one is said in its place, with a way to try again
// and the id to quote. The server sends fragments that it has escaped; a page, such as the one for signing in, is none.

const HEADER = { "X-Panel": "1" };

for (const panel of document.querySelectorAll("[data-panel]")) {
  part(panel, "retry").addEventListener("click", (event) => {
    event.preventDefault();
    load(panel);
  });
  load(panel);
}

function part(panel, name) {
  return panel.querySelector(`[data-panel-${name}]`);
}

async function load(panel) {
  show(panel, "wait");
  try {
    part(panel, "body").replaceChildren(...(await fetched(panel.dataset.panel)).childNodes);
    show(panel, "body");
  } catch (failure) {
    explain(panel, failure);
  }
}

async function fetched(address) {
  const response = await fetch(address, { headers: HEADER, credentials: "same-origin", cache: "no-store" });
  const text = await response.text();
  const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-panel-found]");
  if (response.ok && found) return found;
  throw Object.assign(new Error("no panel"), { status: response.status, id: response.headers.get("X-Request-ID") });
}

function explain(panel, { status = 0, id = "" }) {
  part(panel, "id").textContent = id || "";
  part(panel, "quote").hidden = !id;
  show(panel, "failed");
  const detail = { status, source: panel.dataset.panel };
  window.dispatchEvent(new CustomEvent("openhouse:panel-failed", { detail }));
}

function show(panel, name) {
  for (const one of ["body", "wait", "failed"]) part(panel, one).hidden = one !== name;
  panel.setAttribute("aria-busy", String(name === "wait"));
}
