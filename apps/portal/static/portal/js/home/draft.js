// What was typed when the session ended, for the same person who signs in again in the same tab. Anybody else's is removed.

const KEY = "openhouse-draft";

export function keepDraft(owner, text) {
  if (!owner || !text) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ owner, text }));
  } catch {
    // A forbidden store: then it is lost with the page.
  }
}

/** The text that `owner` left; it is kept no longer. */
export function takeDraft(owner) {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return draft?.owner === owner ? draft.text : "";
  } catch {
    return "";
  }
}
