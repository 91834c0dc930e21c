// How does a touch before a closed door become a slip? One for each page that stands, however often it is touched.

import { get, post } from "/theme/post.js";
import { language } from "./screen.js";
import { touchId } from "./take.js";

const ASK_MS = 600;
// A printer that does not say so within three seconds leaves the visitor waiting before an empty slot.
const LATE_MS = 3000;
// Later than this the server has given the slip up as well.
const GIVE_UP_MS = 60_000;

export async function printSlip(button) {
  const box = button.closest("[data-slipper]");
  if (button.disabled) return;
  button.disabled = true;
  box.dataset.touch ??= touchId();
  const { touch, of: department, wanted: procedure } = box.dataset;
  tell(box, { kind: "printing", sentence: box.dataset.printing });
  const wish = { touch_id: touch, department, procedure: procedure ?? null, language: language(), list: "list" in box.dataset };
  const answer = await post(box.dataset.slipper, wish);
  if (!box.isConnected) return;
  if (answer.ok) return follow(box, answer.data, performance.now());
  const sentence = answer.status === 409 ? answer.data?.title : null;
  tell(box, { kind: "fault", sentence: sentence ?? box.dataset.fault });
  // No answer may mean a slip all the same: another touch asks for the same one.
  button.disabled = answer.status === 409;
}

async function follow(box, slip, begun) {
  const passed = performance.now() - begun;
  const isLate = slip.paper.kind === "printing" && passed > LATE_MS;
  tell(box, isLate ? { kind: "fault", sentence: box.dataset.fault } : slip.paper, slip.picture);
  if (["take", "screen"].includes(slip.paper.kind) || passed > GIVE_UP_MS) return;
  await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  if (!box.isConnected) return;
  const answer = await get(slip.state);
  if (box.isConnected) follow(box, answer.ok ? answer.data : slip, begun);
}

function tell(box, paper, picture = null) {
  const [said, shown] = box.querySelectorAll(".slipbar");
  box.querySelector("[data-slip]").hidden = paper.kind !== "fault";
  said.dataset.paper = shown.dataset.paper = paper.kind;
  said.hidden = picture !== null;
  shown.hidden = picture === null;
  for (const bar of [said, shown]) write(bar.querySelector("span"), paper.sentence);
  if (picture && !shown.onclick) enlarge(shown, picture);
}

function enlarge(shown, picture) {
  shown.querySelector("img").src = picture;
  shown.onclick = () => {
    const dialog = document.getElementById("preview");
    dialog.querySelector("img").src = picture;
    dialog.onclick = () => dialog.close();
    dialog.showModal();
  };
}

// Only a change is written: a screen reader would read the same words again.
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
