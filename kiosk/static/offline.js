// What does the kiosk say when the server is gone? Where to get a number instead; it comes back by itself.

import { plate } from "/theme/plate.js";
import { get } from "/theme/post.js";
import { hearDialog } from "./listen.js";
import { home, screen } from "./screen.js";

const ASK_EVERY_MS = 1500;
const GOOD_NEWS_MS = 3000;
let isWatching = false;

const box = () => document.getElementById("offline");
export const isOffline = () => box().open;

// `ticket`: a number that was given although its page cannot be had. `hold`: a promise to wait for before asking whether
// the server is back, such as a touch still being sent.
export function begin({ ticket = null, hold = null } = {}) {
  const dialog = box();
  for (const other of document.querySelectorAll("dialog[open]")) if (other !== dialog) other.close();
  dialog.oncancel = (event) => event.preventDefault();
  say("down");
  if (ticket) keep(dialog, ticket);
  if (!isWatching) watch(hold);
  if (dialog.open) return;
  dialog.showModal();
  hearDialog(dialog);
}

export function end() {
  isWatching = false;
  if (box().open) box().close();
}

// Silence on the line: is it the line only, or the server?
export async function probe() {
  const answer = await get(screen().dataset.queue);
  if (answer.status === 0 || answer.status >= 500) begin();
}

async function watch(hold) {
  isWatching = true;
  await hold;
  while (isWatching) {
    const answer = await get(screen().dataset.queue);
    if (!isWatching) return;
    // Any answer will do, also a refusal: the page that is loaded then says what it is.
    if (answer.status !== 0 && answer.status < 500) break;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  if (!isWatching) return;
  say("up");
  hearDialog(box());
  setTimeout(() => {
    end();
    home();
  }, GOOD_NEWS_MS);
}

function say(state) {
  for (const words of box().querySelectorAll("[data-down]")) words.hidden = state !== "down";
  for (const words of box().querySelectorAll("[data-up]")) words.hidden = state !== "up";
}

function keep(dialog, ticket) {
  const number = dialog.querySelector("[data-number]");
  number.querySelector("[data-plate]").replaceChildren(plate(ticket.series, ticket.number));
  const words = number.querySelector("[data-kept]");
  words.textContent = words.dataset.kept.replace("{label}", ticket.label);
  number.hidden = false;
}
