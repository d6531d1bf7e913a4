// What a home says of an answer: whether it helped and why not, and whether the builder should hear of the question.

import { copy, fill, find, worded } from "../dom.js";
import { dateText } from "../locale.js";

const RATED = ["answered", "closest"];
const HELPLESS = ["not_found", "closest"];

/** The element below an answer; null where there is nothing to say. */
export function feedback(message, session) {
  const rated = RATED.includes(message.outcome);
  if (!rated && !HELPLESS.includes(message.outcome)) return null;
  const element = copy("feedback");
  const post = (what, body) => session.request(`/api/chat/messages/${message.id}/${what}`, { method: "POST", body });
  find("rating", element).hidden = !rated;
  wireRating(element, message, post);
  wireBuilder(element, message, post);
  return element;
}

function wireRating(element, message, post) {
  const buttons = [...element.querySelectorAll("[data-rate]")];
  const why = find("why", element);
  const press = (rating) => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.rate === rating)));
  press(message.rating);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const rating = button.dataset.rate;
      return attempt(element, button, async () => {
        await post("feedback", { rating });
        press(rating);
        why.hidden = rating === "up";
        find("to-builder", element).hidden = rating === "up" && !HELPLESS.includes(message.outcome);
        say(element, worded("rated"));
      });
    });
  }
  onSubmit(why, (button, reason) =>
    attempt(element, button, async () => {
      await post("feedback", { rating: "down", reason });
      why.hidden = true;
      say(element, worded("rated"));
    }),
  );
}

function wireBuilder(element, message, post) {
  const [offer, open, form] = ["to-builder", "open-note", "note"].map((name) => find(name, element));
  offer.hidden = !HELPLESS.includes(message.outcome) && message.rating !== "down";
  if (message.sent_to_builder) return showSent(element, message.sent_to_builder);
  open.addEventListener("click", () => {
    open.hidden = true;
    form.hidden = false;
    form.querySelector("textarea").focus();
  });
  return onSubmit(form, (button, note) =>
    attempt(element, button, async () => showSent(element, (await post("ask-builder", { note })).sent_at)),
  );
}

function showSent(element, when) {
  find("to-builder", element).hidden = true;
  say(element, worded("sent_to_builder", { when: dateText(when) }));
}

function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form.querySelector("button"), form.querySelector("input, textarea").value.trim());
  });
}

async function attempt(element, button, act) {
  button.disabled = true;
  try {
    await act();
  } catch (failure) {
    say(element, failure.detail || worded("not_said"));
  } finally {
    button.disabled = false;
  }
}

function say(element, text) {
  fill(element, { said: text });
}
