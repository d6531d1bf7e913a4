// Ticking all homes of a page at once, and saying how many are ticked. The forms work without it.
document.documentElement.classList.add("js");

const all = document.querySelector("[data-tick-all]");
const ticks = [...document.querySelectorAll("[data-tick]")];
const said = document.querySelector("[data-ticked]");
const plain = said?.textContent;

const count = () => {
  const ticked = ticks.filter((tick) => tick.checked).length;
  if (said) said.textContent = ticked ? `${plain} ${ticked}` : plain;
  if (all) {
    all.checked = ticked === ticks.length;
    all.indeterminate = ticked > 0 && ticked < ticks.length;
  }
};

all?.addEventListener("change", () => {
  for (const tick of ticks) tick.checked = all.checked;
  count();
});
for (const tick of ticks) tick.addEventListener("change", count);
if (ticks.length) count();
