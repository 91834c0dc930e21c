// How does a touch become exactly one number? Each touch has an identity; a lost answer is asked for again with the same.

import { post } from "/theme/post.js";
import { hearAnswer } from "./listen.js";
import * as offline from "./offline.js";
import { language, page, screen, show } from "./screen.js";

const ANSWER_MS = 2500;
const PAUSE_MS = 700;
// Later than this the visitor has gone where the screen sent them, and would not come back for the number.
const GIVE_UP_MS = 20_000;
let isBusy = false;

export async function take(button) {
  if (isBusy) return;
  isBusy = true;
  button.disabled = true;
  try {
    await send(wish(button));
  } finally {
    isBusy = false;
    if (button.isConnected) button.disabled = false;
  }
}

function wish(button) {
  const { procedure, department, visit, priority } = button.dataset;
  const wanted = procedure ? { procedure } : { department };
  const more = priority ? { priority } : {};
  return { touch_id: touchId(), visit, language: language(), by_hand: true, ...wanted, ...more };
}

// randomUUID exists under HTTPS only; the hall's network is plain HTTP.
export function touchId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(wanted) {
  const begun = performance.now();
  let settle;
  const hold = new Promise((resolve) => (settle = resolve));
  for (;;) {
    const answer = await post(screen().dataset.issue, wanted, ANSWER_MS);
    if (answer.ok) return given(answer.data);
    if (answer.status === 409) return refused(answer.data);
    if (answer.status !== 0 && answer.status < 500) return tell(answer.data);
    offline.begin({ hold });
    if (performance.now() - begun > GIVE_UP_MS) return settle();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function given(ticket) {
  const isShown = await show(ticket.page, { whenLost: () => offline.begin({ ticket }) });
  if (isShown) offline.end();
}

// The page that was right a moment ago now explains why not; if it does not, the answer's own words do.
async function refused(problem) {
  offline.end();
  const isShown = await show(location.href, { step: "stay" });
  if (isShown && page() !== "closed") tell(problem);
}

function tell(problem) {
  offline.end();
  const dialog = document.getElementById("message");
  dialog.querySelector("h2").textContent = problem?.title ?? "";
  dialog.querySelector("p").textContent = problem?.detail ?? "";
  dialog.querySelector("button").onclick = () => dialog.close();
  dialog.showModal();
  hearAnswer(problem);
}
