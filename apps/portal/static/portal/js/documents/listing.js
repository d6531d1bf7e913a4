// The list as the server draws it, fetched again while something in it is still on its way. One drawing of a row is enough:
// the script swaps the rows that have changed and leaves the others alone.

import { find } from "../dom.js";
import { drawnAnew } from "./drawn_anew.js";

const QUICK_MS = 2000;
const SLOW_MS = 8000;
const UNFINISHED = '[data-status="queued"], [data-status="reading"]';
const CONTROLS = ["act", "change"];

export class Listing {
  #timer = null;
  #delay = QUICK_MS;

  constructor() {
    this.#plan();
  }

  /** Draw again now, and watch closely from here on. */
  async refresh() {
    this.#delay = QUICK_MS;
    await this.#draw();
    this.#plan();
  }

  #plan() {
    clearTimeout(this.#timer);
    if (!find("listing").querySelector(UNFINISHED)) return;
    this.#timer = setTimeout(async () => {
      this.#delay = Math.min(this.#delay * 1.3, SLOW_MS);
      if (!document.hidden) await this.#draw();
      this.#plan();
    }, this.#delay);
  }

  async #draw() {
    const drawn = await drawnAnew();
    if (drawn) swap(find("listing"), find("listing", drawn));
  }
}

function swap(shown, fresh) {
  const [rows, freshRows] = [shown, fresh].map((listing) => [...listing.querySelectorAll(".document")]);
  const sameRows = rows.length === freshRows.length && rows.every((row, index) => row.id === freshRows[index].id);
  if (!sameRows) return shown.replaceChildren(...fresh.childNodes);
  return rows.forEach((row, index) => row.isEqualNode(freshRows[index]) || swapRow(row, freshRows[index]));
}

function swapRow(row, fresh) {
  const focused = focusedControl(row);
  if (row.dataset.status !== fresh.dataset.status) {
    find("announcer").textContent = `${fresh.dataset.title}: ${fresh.querySelector(".state").textContent}`;
  }
  row.replaceWith(fresh);
  if (focused) fresh.querySelector(focused)?.focus();
}

/** A selector of the control in `row` that has the focus. */
function focusedControl(row) {
  const { dataset } = row.contains(document.activeElement) ? document.activeElement : { dataset: {} };
  const name = CONTROLS.find((control) => dataset[control]);
  return name && `[data-${name}="${dataset[name]}"]`;
}
