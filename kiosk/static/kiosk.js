// The kiosk in the browser: links without reloading, live queues, and everything reset for the next visitor.

import { startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { get, post } from "/theme/post.js";
import { changeComfort, isComforted, startComfort } from "./comfort.js";
import { forget, startDigits } from "./digits.js";
import { askForHelp, hearHelp } from "./help.js";
import { startIdle, stopAsking, wake } from "./idle.js";
import { startSearch } from "./keyboard.js";
import { hearDialog, hearPage, hearTurned, toggleListening } from "./listen.js";
import { startMissed } from "./missed.js";
import * as offline from "./offline.js";
import { paginate } from "./pages.js";
import { arrive, back, home, isLoading, language, onArrival, onLost, page, screen, show } from "./screen.js";
import { printSlip } from "./slips.js";
import { take } from "./take.js";
import { refreshTicket, startTicket } from "./ticket.js";

const FRESH_EVERY_MS = 60_000;
const LIFE_EVERY_MS = 10_000;

function start() {
  startClock();
  onLost(() => offline.begin());
  onArrival((root, step) => {
    stopAsking();
    forget();
    startComfort(root);
    startSearch(root, () => offline.begin());
    // Only now does everything stand that takes room.
    paginate(root);
    startTicket(root);
    startMissed(root);
    noteTurnedAway(root, step);
    hearPage(step);
    wake();
  });
  // Where the browser trusts the address: then not even a restart without a server shows its own error page.
  navigator.serviceWorker?.register("/kiosk/worker.js").catch(() => {});
  startDigits();
  document.addEventListener("turned", hearTurned);
  startIdle();
  document.addEventListener("click", follow);
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("resize", refit);
  arrive();
  // Fonts decide how much fits on a page of a list.
  document.fonts.ready.then(refit);
  setInterval(freshen, FRESH_EVERY_MS);
  startSignOfLife();
  connect({
    screen: "kiosk",
    onNews: hear,
    onSnapshotNeeded: catchUp,
    onState: (state) => state === "stale" && page() !== "ticket" && offline.probe(),
  });
}

// What fits on a page of a list is another number now.
function refit() {
  startComfort(screen());
  paginate(screen());
}

// deploy/kiosk.sh starts a browser again whose title stands still (deploy/wall.sh).
function startSignOfLife() {
  let count = 0;
  setInterval(() => {
    document.title = `${document.title.split(" · ")[0]} · ${++count % 1000}`;
  }, LIFE_EVERY_MS);
}

function follow(event) {
  const touched = event.target.closest("[data-take],[data-take-as],[data-slip],[data-comfort],[data-listen],[data-priority],[data-no-priority],#screen button[data-help],a[href]");
  if (!touched || event.defaultPrevented || event.button !== 0) return;
  event.preventDefault();
  if (touched.matches("[data-take],[data-take-as]")) takeFrom(touched);
  else if (touched.matches("[data-no-priority]")) touched.closest("dialog").close();
  else if (touched.matches("[data-priority]")) askPriority();
  else if (touched.matches("[data-slip]")) printSlip(touched);
  else if (touched.matches("[data-listen]")) toggleListening();
  else if (touched.matches("[data-comfort]")) comfort(touched);
  else if (touched.matches("[data-help]")) askForHelp();
  else if (touched.matches("[data-back]")) back();
  else if (touched.matches("[data-done]")) home();
  else if (touched.matches("[data-language-toggle]")) show(withQuery(touched.href), { step: "stay" });
  else if (new URL(touched.href).origin === location.origin) show(touched.href);
}

// What was typed since the page came is kept in another language.
function withQuery(address) {
  const url = new URL(address);
  const field = screen().querySelector("#query");
  if (field) url.searchParams.set("q", field.value.trim());
  return url.href;
}

function askPriority() {
  const dialog = document.getElementById("priority");
  dialog.showModal();
  hearDialog(dialog);
}

function takeFrom(button) {
  button.closest("dialog")?.close();
  take(button);
}

function comfort(button) {
  changeComfort(button, screen());
  paginate(screen());
  wake();
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
  if (page() !== "home" || language() !== "vi" || isComforted() || offline.isOffline() || isLoading()) return;
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
