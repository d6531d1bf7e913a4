// The page without a connection: a worker keeps its frame, which holds nothing of anybody, and its files.

const WORKER = "/home/worker.js";

export async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(WORKER, { scope: "/home/" });
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  active.postMessage({ shell: files.filter((path) => path.startsWith("/static/")) });
}
