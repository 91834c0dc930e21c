// Is anybody still there? After a while without a touch the kiosk asks, and then is ready for the next visitor.

import { isComforted, isLarge } from "./comfort.js";
import { usesPad } from "./digits.js";
import { hearDialog, isHeard } from "./listen.js";
import { home, language, page, screen } from "./screen.js";

let timer = null;
let ticking = null;

export function startIdle() {
  for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, wake, true);
}

// Begins the wait anew; the start page in its own language has nothing to reset, the ticket page counts by itself.
export function wake() {
  clearTimeout(timer);
  if (ticking || page() === "ticket" || (page() === "home" && language() === "vi" && !isChanged())) return;
  timer = setTimeout(ask, Number(screen().dataset.askAfterS) * 1000 * patience());
}

// Whether somebody has made the kiosk their own.
const isChanged = () => isComforted() || isHeard() || usesPad();

// Whoever listens, or reads large words, needs longer.
export const patience = () => (isLarge() || isHeard() ? 2 : 1);

export function stopAsking() {
  clearInterval(ticking);
  ticking = null;
}

function ask() {
  const dialog = document.getElementById("idle");
  if (document.getElementById("offline").open) return;
  const seconds = Number(screen().dataset.homeAfterS) * patience();
  const until = performance.now() + seconds * 1000;
  const words = dialog.querySelector("[data-words]");
  const show = () => {
    const left = Math.max(0, (until - performance.now()) / 1000);
    dialog.querySelector(".ring").style.setProperty("--left", left / seconds);
    dialog.querySelector(".ring b").textContent = Math.ceil(left);
    words.textContent = words.dataset.words.replace("{s}", Math.ceil(left));
    if (left <= 0) leave(dialog);
  };
  dialog.querySelector("[data-stay]").onclick = () => dialog.close();
  dialog.querySelector("[data-leave]").onclick = () => leave(dialog);
  // A touch beside the box is a sign of life too.
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  // So is a digit: whoever hears the page does not see the question.
  dialog.onkeydown = (event) => /^[0-9]$/.test(event.key) && dialog.close();
  dialog.onclose = () => {
    stopAsking();
    wake();
  };
  show();
  ticking = setInterval(show, 200);
  dialog.showModal();
  hearDialog(dialog);
}

function leave(dialog) {
  stopAsking();
  dialog.onclose = null;
  dialog.close();
  home();
}
