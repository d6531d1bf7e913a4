// The two panels beside the chat: the documents of the home, and the home with its signed-in devices.

import { copy, fill, find, pair, withContacts, worded } from "../dom.js";
import { amount, dateText } from "../locale.js";
import { everything } from "./lists.js";

const SESSIONS = "/api/homeowner/sessions";
const VISITS = "/api/homeowner/support-visits";

export function wirePanels(session, { documents, onSignedOut }) {
  const fillers = {
    documents: () => documents.show(),
    home: () => showDevices(session, onSignedOut),
  };
  for (const panel of document.querySelectorAll("[data-panel]")) {
    find("close", panel).addEventListener("click", () => panel.close());
    panel.addEventListener("click", (event) => event.target === panel && panel.close());
  }
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => openPanel(button.dataset.open, fillers));
  }
  const everywhere = find("sign-out-everywhere");
  everywhere.addEventListener("click", () => end(session, SESSIONS, everywhere, onSignedOut));
}

export function showHome(me, contacts) {
  const { home, design } = me;
  find("home-title").textContent = home.address || home.unit_number;
  find("home-subtitle").textContent = home.development;
  find("support").hidden = !me.impersonated;
  find("composer").hidden = me.impersonated;
  const facts = [
    ["address", home.address],
    ["unit", home.unit_number],
    ["house_type", [home.house_type, design?.name].filter(Boolean).join(" · ")],
    ["bedrooms", design?.bedrooms && String(design.bedrooms)],
    ["floor_area", design?.floor_area_m2 && worded("square_metres", { area: amount(design.floor_area_m2) })],
    ["development", home.development],
    ["builder", me.theme?.builder],
  ];
  find("home-facts").replaceChildren(...facts.filter(([, value]) => value).map(([key, value]) => pair(worded(key), value)));
  find("rooms").replaceChildren(...(design?.rooms || []).map(room));
  find("rooms-section").hidden = !design?.rooms.length;
  find("contacts").replaceChildren(...contacts.map(contactPair));
  find("contacts-section").hidden = !contacts.length;
}

function room({ name, length_m: length, width_m: width, area_m2: area }) {
  return pair(name, worded("room_size", { length: amount(length), width: amount(width), area: amount(area) }));
}

export function contactPair({ label, value }) {
  return pair(label, ...withContacts(value));
}

/** The contacts that the builder has given, each with its name. */
export function contactsOf({ contacts }) {
  const given = Object.entries(contacts).filter(([, value]) => value);
  return given.map(([name, value]) => ({ label: worded(`contact_${name}`), value }));
}

async function openPanel(name, fillers) {
  const panel = document.querySelector(`[data-panel="${name}"]`);
  panel.showModal();
  const state = `${name === "home" ? "devices" : name}-state`;
  say(state, worded("loading"));
  try {
    say(state, (await fillers[name]()) || "");
  } catch {
    say(state, worded("panel_failed"));
  }
}

async function showDevices(session, onSignedOut) {
  const sessions = await everything(session, SESSIONS);
  find("devices").replaceChildren(...sessions.map((device) => deviceRow(session, device, onSignedOut)));
  const visits = await everything(session, VISITS);
  find("visits").replaceChildren(...visits.map(visitRow));
  find("visits-section").hidden = !visits.length;
}

function visitRow({ began_at: began, reason }) {
  return fill(copy("visit-row"), { title: reason, detail: dateText(began) });
}

function deviceRow(session, device, onSignedOut) {
  const used = worded("last_used", { when: dateText(device.seen_at) });
  const row = fill(copy("device-row"), {
    title: device.device || worded("device"),
    detail: device.current ? worded("this_device") : used,
  });
  if (device.current) find("end", row).textContent = worded("sign_out");
  const done = device.current ? onSignedOut : () => row.remove();
  const button = find("end", row);
  button.addEventListener("click", () => end(session, `${SESSIONS}/${device.id}`, button, done));
  return row;
}

/** A device that somebody else has ended meanwhile is ended too. */
async function end(session, path, button, done) {
  button.disabled = true;
  try {
    await session.request(path, { method: "DELETE" });
    done();
  } catch (failure) {
    if (failure.status === 404) done();
    else say("devices-state", failure.detail || worded("not_said"));
  } finally {
    button.disabled = false;
  }
}

function say(place, text) {
  find(place).textContent = text;
  find(place).hidden = !text;
}
