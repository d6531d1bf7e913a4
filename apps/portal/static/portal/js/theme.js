// While a colour is chosen the preview follows: it is fetched from the server as the form without script gets it.

const PAUSE_MS = 400;
const form = document.querySelector("[data-theme-form]");

function wire() {
  for (const picker of form.querySelectorAll("[data-picker]")) {
    const text = form.elements[picker.dataset.picker];
    const follow = () => {
      if (/^#[0-9a-f]{6}$/i.test(text.value)) picker.value = text.value;
    };
    picker.hidden = false;
    picker.value = text.value || text.placeholder;
    picker.addEventListener("input", () => {
      text.value = picker.value;
    });
    text.addEventListener("input", follow);
  }
  form.querySelector("[data-no-script]").hidden = true;
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => preview().catch(() => {}), PAUSE_MS);
  });
}

async function preview() {
  const body = new FormData(form);
  body.set("act", "preview");
  const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (!response.ok) return;
  const shown = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of ["[data-preview]", "[data-accent-wrong]"]) {
    document.querySelector(part).replaceChildren(...shown.querySelector(part).childNodes);
  }
}

if (form) wire();
