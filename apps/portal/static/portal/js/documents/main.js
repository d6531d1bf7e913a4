// The builders' documents page: upload with progress, states that follow the reading, and changes in place.

import { call } from "../api.js";
import { find, worded } from "../dom.js";
import { Listing } from "./listing.js";
import { Uploads } from "./uploads.js";

document.documentElement.classList.add("js");
for (const select of document.querySelectorAll("[data-submit-on-change]")) {
  select.addEventListener("change", () => select.form.submit());
}
if (find("upload")) wire(find("upload"));

function wire(form) {
  const listing = new Listing();
  const uploads = new Uploads({ onReceived: () => listing.refresh() });
  wireUpload(form, uploads);
  wireRows(listing, uploads);
}

function wireUpload(form, uploads) {
  const chooser = find("files", form);
  const drop = find("drop", form);
  const addAll = (files) => {
    for (const file of files) uploads.add(file, form.dataset.address, optionsOf(form));
  };
  chooser.addEventListener("change", () => {
    addAll(chooser.files);
    chooser.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    addAll(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

function optionsOf(form) {
  const options = {};
  if (form.house_type.value) options.house_type = form.house_type.value;
  if (form.must_read.checked) options.must_read = "true";
  return options;
}

function wireRows(listing, uploads) {
  const acts = {
    retry: (row) => change(row, listing, "POST", "/reingest", {}),
    version: (row) => addVersion(row, uploads),
    delete: (row) => askToDelete(row, listing),
  };
  const changes = {
    house_type: (row, control) => change(row, listing, "PATCH", "", { house_type: control.value || null }),
    must_read: (row, control) => change(row, listing, "PATCH", "", { must_read: control.checked }),
  };
  find("listing").addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button) acts[button.dataset.act](rowOf(button), button);
  });
  find("listing").addEventListener("change", ({ target }) => changes[target.dataset.change]?.(rowOf(target), target));
}

const rowOf = (control) => control.closest(".document");
const addressOf = (row, rest = "") => `/api/developers/documents/${row.dataset.id}${rest}`;

async function change(row, listing, method, rest, body) {
  try {
    await call(addressOf(row, rest), { method, body });
  } catch (failure) {
    complain(row, failure.errors?.[0]?.message || failure.detail || worded("failed"));
  }
  await listing.refresh();
}

function complain(row, sentence) {
  const notice = find("trouble");
  notice.textContent = `${row.dataset.title}: ${sentence}`;
  notice.hidden = false;
}

function addVersion(row, uploads) {
  const chooser = find("version-file");
  chooser.onchange = () => {
    const [file] = chooser.files;
    if (file) uploads.add(file, addressOf(row, "/versions"), {});
    chooser.value = "";
  };
  chooser.click();
}

function askToDelete(row, listing) {
  const dialog = find("ask");
  find("ask-text", dialog).textContent = worded("confirm_delete", { title: row.dataset.title });
  dialog.onclose = () => dialog.returnValue === "yes" && change(row, listing, "DELETE");
  dialog.returnValue = "no";
  dialog.showModal();
}
