// One way to call our API: JSON in, JSON out, and two kinds of failure that callers can tell apart.

/** The server said no. `code` is stable; `detail` is a sentence for people; `retryAfter` is in seconds. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail || "");
    this.status = status;
    this.code = body.code || "";
    this.detail = body.detail || "";
    this.errors = body.errors || [];
    this.theme = body.theme || {};
    this.retryAfter = retryAfter;
  }
}

/** No answer came: nobody knows whether the call was carried out. */
export class NetworkFailure extends Error {}

/** What shows that a page of staff sends a change itself. Pages of homeowners bring a bearer instead. */
export const csrfHeaders = headersOf(document.querySelector('meta[name="csrf-token"]'));

function headersOf(meta) {
  return meta ? { "X-CSRFToken": meta.content } : {};
}

export async function call(path, { method = "GET", body, token, headers = {} } = {}) {
  const response = await fetched(path, {
    method,
    headers: { Accept: "application/json", ...(method !== "GET" && csrfHeaders), ...sent(body, token), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

/** Server-sent events of an answer, as they come: `{name, data}` each. `signal` stops reading. */
export async function* stream(path, { body, token, signal }) {
  const response = await fetched(path, {
    method: "POST",
    headers: { Accept: "text/event-stream", ...sent(body, token) },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
    signal,
  });
  if (!response.ok) throw await problemOf(response);
  yield* eventsOf(response.body.pipeThrough(new TextDecoderStream()).getReader());
}

async function* eventsOf(reader) {
  let rest = "";
  for (;;) {
    const { value, done } = await read(reader);
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    yield* blocks.map(eventOf);
  }
}

function eventOf(block) {
  const [name, data] = block.split("\n").map((line) => line.slice(line.indexOf(":") + 2));
  return { name, data: JSON.parse(data) };
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new NetworkFailure();
  }
}

/** The bytes of a file, for what an <a href> cannot fetch because it carries no bearer. */
export async function download(path, token) {
  const response = await fetched(path, { headers: { Authorization: `Bearer ${token}` }, credentials: "same-origin" });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}

async function fetched(path, options) {
  try {
    return await fetch(path, options);
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new NetworkFailure();
  }
}

function sent(body, token) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  return headers;
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}
