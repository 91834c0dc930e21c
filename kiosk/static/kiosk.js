// The kiosk in the browser: links without reloading, live queues, and everything reset for the next visitor.

import { startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { get, post } from "/theme/post.js";
import { forget, startDigits } from "./digits.js";
import { askForHelp, hearHelp } from "./help.js";
import { startIdle, stopAsking, wake } from "./idle.js";
import { startSearch } from "./keyboard.js";
import { startMissed } from "./missed.js";
import * as offline from "./offline.js";
import { paginate } from "./pages.js";
import { arrive, back, home, isLoading, language, onArrival, onLost, page, screen, show } from "./screen.js";
import { printSlip } from "./slips.js";
import { take } from "./take.js";
import { refreshTicket, startTicket } from "./ticket.js";

const FRESH_EVERY_MS = 60_000;

function start() {
  startClock();
  onLost(() => offline.begin());
  onArrival((root, step) => {
    stopAsking();
    forget();
    startSearch(root, () => offline.begin());
    // Only now does everything stand that takes room.
    paginate(root);
    startTicket(root);
    startMissed(root);
    noteTurnedAway(root, step);
    wake();
  });
  startDigits();
  startIdle();
  document.addEventListener("click", follow);
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("resize", () => paginate(screen()));
  // Fonts decide how much fits on a page of a list.
  document.fonts.ready.then(() => arrive());
  setInterval(freshen, FRESH_EVERY_MS);
  connect({
    screen: "kiosk",
    onNews: hear,
    onSnapshotNeeded: catchUp,
    onState: (state) => state === "stale" && page() !== "ticket" && offline.probe(),
  });
}

function follow(event) {
  const touched = event.target.closest("[data-take],[data-slip],.k-foot [data-help],a[href]");
  if (!touched || event.defaultPrevented || event.button !== 0) return;
  event.preventDefault();
  if (touched.matches("[data-take]")) take(touched);
  else if (touched.matches("[data-slip]")) printSlip(touched);
  else if (touched.matches("[data-help]")) askForHelp();
  else if (touched.matches("[data-back]")) back();
  else if (touched.matches("[data-done]")) home();
  else if (touched.matches("[data-language-toggle]")) show(touched.href, { step: "stay" });
  else if (new URL(touched.href).origin === location.origin) show(touched.href);
}

function hear(message) {
  if (message.kind === "queue") putQueue(message.departments);
  if (message.kind === "print") refreshTicket(message.token);
  if (message.kind === "help") hearHelp(message);
}

async function catchUp() {
  const answer = await get(screen().dataset.queue);
  if (!answer.ok) throw new Error(`no snapshot: ${answer.status}`);
  putQueue(answer.data.departments);
  return answer.data.seq;
}

function putQueue(departments) {
  refreshTicket();
  if (page() !== "home" || isLoading()) return;
  for (const { code, open, words } of departments) {
    const tile = screen().querySelector(`[data-department="${CSS.escape(code)}"]`);
    // A door that opens or closes moves its tile: then the whole page is asked for.
    if (!tile || (tile.dataset.open === "1") !== open) return show(location.href, { step: "stay" });
    if (open) putWords(tile, words[language()] ?? words.vi);
  }
}

function putWords(tile, [seen, heard]) {
  tile.querySelector("[data-waiting]").textContent = seen;
  tile.querySelector("[data-heard]").textContent = heard;
}

// Hours pass, duties change and a new day begins while nobody touches anything.
function freshen() {
  if (page() !== "home" || language() !== "vi" || offline.isOffline() || isLoading()) return;
  show(location.href, { step: "stay" });
}

// The Office counts who came on a wrong day: each visitor once for a department, however often the page is shown.
const turnedAway = new Set();

function noteTurnedAway(root, step) {
  if (page() === "home" && step !== "back") turnedAway.clear();
  const { turnedAway: address, closed: department, wanted: procedure } = root.dataset;
  if (!address || step !== "forward" || turnedAway.has(department)) return;
  turnedAway.add(department);
  post(address, { department, ...(procedure ? { procedure } : {}) });
}

start();
