// Days, times and numbers in the page's language. Browsers do not know every language that our pages speak and would
// write its months in another one, so the names of months are our own.

import { worded } from "./dom.js";

const LOCALES = [document.documentElement.lang, "en-IE"];
const ORDER = "en-IE";
const day = new Intl.DateTimeFormat(ORDER, { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat(ORDER, { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat(LOCALES, { maximumFractionDigits: 2 });

export function dayText(date) {
  return written(day, new Date(date));
}

export function dateText(iso) {
  return written(moment, new Date(iso));
}

export function amount(value) {
  return number.format(Number(value));
}

function written(format, date) {
  const months = worded("months").split(" ");
  const parts = format.formatToParts(date);
  return parts.map(({ type, value }) => (type === "month" ? months[date.getMonth()] : value)).join("");
}
