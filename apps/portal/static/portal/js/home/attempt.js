// The key of a refresh that has no answer yet. It outlives a reload: asked again with the same key, the lost answer comes
// again; with another it would look like a token used twice, and end the session.

const KEY = "openhouse-refresh";
let known = null;

export function attemptKey() {
  known ??= stored((store) => store.getItem(KEY)) || crypto.randomUUID();
  stored((store) => store.setItem(KEY, known));
  return known;
}

export function endAttempt() {
  known = null;
  stored((store) => store.removeItem(KEY));
}

function stored(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}
