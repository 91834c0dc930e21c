// Keeps the clock and the alerts of the Office's pages going, and tells how long a pairing code still lives.

import { now, startClock } from "/theme/clock.js";
import "./alerts.js";

startClock();

const code = document.querySelector("[data-expires]");
if (code) {
  showLeft();
  setInterval(showLeft, 5000);
}

function showLeft() {
  const minutes = Math.ceil((Date.parse(code.dataset.expires) - now()) / 60_000);
  code.textContent = minutes > 0 ? code.dataset.left.replace("{minutes}", minutes) : code.dataset.over;
}
