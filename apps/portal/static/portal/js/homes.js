// A home is changed inside the list. The link to its own page stays what it is for everybody without script.

import { call } from "./api.js";
import { copy, find, worded } from "./dom.js";

const table = find("homes");

table?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-edit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.closest("tr"), link);
});

function open(row, link) {
  for (const other of table.querySelectorAll(".editor")) close(other);
  const editor = copy("home-editor");
  const form = editor.querySelector("form");
  for (const control of form.querySelectorAll("[name]")) control.value = cell(row, control.name).textContent;
  find("more", form).href = link.href;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(row, editor, form);
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && leave(row, editor));
  find("cancel", form).addEventListener("click", () => leave(row, editor));
  row.after(editor);
  row.hidden = true;
  form.querySelector("input").focus();
}

const cell = (row, name) => row.querySelector(`[data-cell="${name}"]`);

function close(editor) {
  editor.previousElementSibling.hidden = false;
  editor.remove();
}

function leave(row, editor) {
  close(editor);
  find("edit", row).focus();
}

async function save(row, editor, form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    show(row, await call(address(row), { method: "PATCH", body: changesOf(row, form) }));
    leave(row, editor);
    find("announcer").textContent = worded("saved", { number: cell(row, "unit_number").textContent });
  } catch (failure) {
    complain(form, failure);
    if (failure.status === 409) await readAgain(row, form);
  } finally {
    button.disabled = false;
  }
}

const address = (row) => `/api/developers/units/${row.dataset.id}`;

/** What was changed, with what the list shows of it: so nothing is undone that somebody else has written since. */
function changesOf(row, form) {
  const typed = [...new FormData(form)].filter(([name, value]) => value !== cell(row, name).textContent);
  const was = typed.map(([name]) => [name, cell(row, name).textContent]);
  return { ...Object.fromEntries(typed), was: Object.fromEntries(was) };
}

/** The complaint has told what stands there now: saving once more means it. What nobody touched here is taken over. */
async function readAgain(row, form) {
  const home = await call(address(row)).catch(() => null);
  if (!home) return;
  for (const control of form.querySelectorAll("[name]")) {
    if (control.value === cell(row, control.name).textContent) control.value = home[control.name];
  }
  show(row, home);
}

function show(row, home) {
  for (const shown of row.querySelectorAll("[data-cell]")) shown.textContent = home[shown.dataset.cell];
}

/** What the server refused stands beside its field; everything else above the form. */
function complain(form, failure) {
  const errors = Object.fromEntries((failure.errors || []).map((error) => [error.field, error.message]));
  for (const place of form.querySelectorAll("[data-error]")) mark(form, place, errors[place.dataset.error] || "");
  const known = form.querySelector("[aria-invalid]");
  const trouble = find("trouble", form);
  trouble.textContent = known && failure.status !== 409 ? "" : failure.detail || worded("failed");
  trouble.hidden = !trouble.textContent;
  known?.focus();
}

function mark(form, place, message) {
  const control = form.elements[place.dataset.error];
  place.id = `editor-${place.dataset.error}-error`;
  place.textContent = message;
  place.hidden = !message;
  control.toggleAttribute("aria-invalid", false);
  control.removeAttribute("aria-describedby");
  if (!message) return;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", place.id);
}
