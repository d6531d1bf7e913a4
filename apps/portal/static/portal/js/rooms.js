// More rows for rooms without a trip to the server. A row is a copy of the last one, emptied and renumbered.

const rooms = document.querySelector("[data-rooms]");
const rows = rooms.querySelector("[data-rows]");
const total = rooms.querySelector("[name=rooms-TOTAL_FORMS]");
const more = rooms.querySelector("[data-more-rooms]");

more.addEventListener("click", (event) => {
  event.preventDefault();
  if (Number(total.value) < Number(rooms.dataset.most)) rows.append(emptied(rows.lastElementChild.cloneNode(true)));
  rows.lastElementChild.querySelector("input").focus();
});

function emptied(row) {
  const number = Number(total.value);
  total.value = number + 1;
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, number + 1));
  for (const error of row.querySelectorAll(".field-error")) error.remove();
  for (const bad of row.querySelectorAll(".bad")) bad.classList.remove("bad");
  for (const input of row.querySelectorAll("input")) renumber(input, number);
  return row;
}

function renumber(input, number) {
  const label = input.closest(".field").querySelector("label");
  input.name = input.name.replace(/-\d+-/, `-${number}-`);
  input.id = input.id.replace(/-\d+-/, `-${number}-`);
  label.htmlFor = input.id;
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  input.value = "";
}
