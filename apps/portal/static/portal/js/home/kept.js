// The last answers that this session read, to be read again without a connection. They belong to one session: the next
// one, and the end of this one, remove them. Support keeps nothing.

const KEY = "openhouse-last-read";
const MOST = 20;

export function keep(session, me, messages) {
  if (!session.id || me.impersonated) return;
  const { name, home, design, contacts, theme } = me;
  const shown = { name, home, design, contacts, theme: { builder: theme.builder } };
  store(JSON.stringify({ session: session.id, me: shown, messages: messages.slice(0, MOST) }));
}

/** What was read last on this device; null when nothing was. */
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function forgetKept() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // A forbidden store has kept nothing.
  }
}

/** Remove what another session has left. */
export function forgetOthers(session) {
  if (session.id && kept()?.session !== session.id) forgetKept();
}

function store(text) {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // A full or forbidden store: then nothing can be read offline.
    forgetKept();
  }
}
