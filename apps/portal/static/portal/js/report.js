// Tells us what goes wrong in a page: errors, rejections, files that do not load, panels that fail. A plain script and
// the first of the page, because a module would run after the errors it should hear. It caps itself, never repeats
// itself, and says nothing of the query, of what people typed or of a card's code. `openhouse:error` is sent first: a
// page whose person signs in by a token of its own takes the report over.

(() => {
  const ENDPOINT = "/api/log/client";
  const MOST = 10;
  const told = new Set();
  let isQuiet = false;

  function tell(kind, message, { source = "", stack = "" } = {}) {
    const key = `${kind} ${message} ${source}`;
    if (isQuiet || told.size >= MOST || told.has(key) || !message) return;
    told.add(key);
    const report = {
      kind,
      message: String(message).slice(0, 1000),
      page: location.pathname.replace(/^\/join\/.+/, "/join/[code]").slice(0, 500),
      source: String(source).split(/[?#]/)[0].slice(0, 500),
      stack: String(stack).slice(0, 3000),
      request_id: document.querySelector('meta[name="request-id"]')?.content || "",
    };
    const event = new CustomEvent("openhouse:error", { detail: report, cancelable: true });
    if (window.dispatchEvent(event)) send(report);
  }

  function send(report) {
    const headers = { "Content-Type": "application/json" };
    fetch(ENDPOINT, { method: "POST", body: JSON.stringify(report), headers, keepalive: true, credentials: "same-origin" })
      .then((answer) => {
        isQuiet = !answer.ok;
      })
      .catch(() => {
        isQuiet = true;
      });
  }

  function hear(event) {
    const { target } = event;
    if (target instanceof Element) {
      const source = target.src || target.href || "";
      if (source) tell("load", `${target.localName} did not load`, { source });
      return;
    }
    tell("error", event.message, { source: event.filename, stack: event.error?.stack });
  }

  addEventListener("error", hear, true);
  addEventListener("unhandledrejection", ({ reason }) => {
    tell("rejection", reason?.message || reason?.name || String(reason), { stack: reason?.stack });
  });
  addEventListener("openhouse:panel-failed", ({ detail }) => tell("panel", `panel answered ${detail.status}`, detail));
})();
