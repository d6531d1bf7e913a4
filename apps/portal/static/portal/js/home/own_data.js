// What is held of this person: a copy of it to keep, and the end of their questions and answers.

import { find, worded } from "../dom.js";

export function wireOwnData(session, onForgotten) {
  const said = find("own-data-said");
  const told = (act, done) => async () => {
    said.textContent = worded("loading");
    try {
      said.textContent = (await act()) ? worded(done) : "";
    } catch (failure) {
      said.textContent = failure.detail || worded("not_said");
    }
  };
  find("export").addEventListener("click", told(() => save(session), "exported"));
  find("forget-chats").addEventListener("click", told(() => forget(session, onForgotten), "chats_forgotten"));
}

async function save(session) {
  const blob = await session.file("/api/homeowner/export");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "openhouse-my-data.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return true;
}

async function forget(session, onForgotten) {
  if (!window.confirm(worded("confirm_forget"))) return false;
  await session.request("/api/chat/messages", { method: "DELETE" });
  onForgotten();
  return true;
}
