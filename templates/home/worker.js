// Keeps the frame of the homeowner's page and its files, so that it opens without a connection. Answers of the API pass
// by: they are of one session, and a cache belongs to the whole device.

const CACHE = "openhouse-shell";
const FRAME = "/home/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.shell)));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === FRAME) event.respondWith(frame(event.request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

/** The frame and exactly these files: their names hold their content, so former ones are of no use. */
async function keep(paths) {
  const cache = await caches.open(CACHE);
  const wanted = [FRAME, ...paths];
  for (const request of await cache.keys()) {
    if (!wanted.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
  for (const path of wanted) {
    if (path === FRAME || !(await cache.match(path))) await cache.add(path);
  }
}

async function frame(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const known = await caches.match(FRAME);
    if (known) return known;
    throw failure;
  }
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}
