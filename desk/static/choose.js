// Keeps the clock going on the page where a desk is chosen; arrow keys move between the desks.

import { startClock } from "/theme/clock.js";

const picks = [...document.querySelectorAll(".pick")];
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const at = picks.indexOf(document.activeElement);
  picks[(at + step + picks.length) % picks.length]?.focus();
});
startClock();
