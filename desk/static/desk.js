// What does an officer see and press? Joins the state of one desk with screen, keys, timers and the server.

import { setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { drawActions, whyNot } from "./actions.js";
import { listen, Settling } from "./keys.js";
import { outcomeQuestion } from "./outcome.js";
import { Presses } from "./presses.js";
import { draw, MAIN } from "./screen.js";
import { drawTimers } from "./timers.js";
import { say } from "./words.js";

const REACHED_FOR_MS = 8000;
const POLL_MS = 3000;
const NOTICE_MS = 8000;
const $ = (id) => document.getElementById(id);

let view = JSON.parse($("state-json").textContent);
let isLive = true;
let reachedAt = performance.now();
let noticeTimer = 0;
const settling = new Settling();
const address = `/desk/${encodeURIComponent(view.desk)}`;

const presses = new Presses(address, {
  onBusy: () => refresh(),
  onState: take,
  onRefusal: (sentence) => (question.asked ? question.say(sentence) : notice(sentence)),
  onSignedOut: () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`),
  // Signed in anew in another tab: this page's forgery token no longer fits.
  onOldPage: () => location.reload(),
  onLost: lost,
});
const question = outcomeQuestion((verb, wish) => settling.isOver && presses.press(verb, wish));

const link = {
  get isConnected() {
    return isLive || performance.now() - reachedAt < REACHED_FOR_MS;
  },
  get isLost() {
    return presses.isLost;
  },
  get busy() {
    return presses.busy;
  },
};

// Between "lost" and "found again" the state may have moved by the very press whose answer was lost.
let seqWhenLost = null;

function lost(isLost) {
  if (isLost) seqWhenLost = view.seq;
  else if (view.seq === seqWhenLost) notice(say("desk.not_done"));
  refresh();
}

// A slow answer must not put an older state over a newer one.
function take(next, byVerb) {
  reachedAt = performance.now();
  if (next.seq < view.seq) return;
  const isOtherTicket = next.ticket?.id !== view.ticket?.id || next.phase !== view.phase;
  view = next;
  setNow(view.now);
  if (question.asked && isOtherTicket) question.close();
  if (byVerb || isOtherTicket) notice("");
  draw(view);
  refresh();
  if (byVerb) $("act-main").focus();
}

function refresh() {
  settling.means(`${view.phase}:${view.ticket?.id}:${question.asked?.verb}`);
  drawActions(view, link);
  drawTimers(view);
  $("online").hidden = !link.isConnected;
  $("offline").hidden = link.isConnected;
}

function press(verb) {
  const why = whyNot(verb, view, link);
  if (why) return notice(why);
  if (!presses.canPress) return;
  if (verb === "finish" || verb === "finish-next") {
    question.ask(verb, view.ticket);
    refresh();
  } else presses.press(verb, { ticket: view.ticket?.id });
}

function pressMain() {
  if (settling.isOver) press(MAIN[view.phase].verb);
}

function pressKey(verb) {
  if (verb === "help") return $("keys").open ? $("keys").close() : showKeys();
  if ($("keys").open) return;
  if (!question.asked) press(verb);
  else if (verb === "finish-next") question.answer(verb);
}

function showKeys() {
  if (!question.asked) $("keys").showModal();
}

function notice(sentence, isGood = false) {
  clearTimeout(noticeTimer);
  $("notice").hidden = !sentence;
  $("notice").classList.toggle("say--ok", isGood);
  $("notice").classList.toggle("say--warn", !isGood);
  $("notice-text").textContent = sentence;
  if (sentence) noticeTimer = setTimeout(() => notice(""), NOTICE_MS);
}

// Without the socket the page asks by itself: some networks let only plain requests through.
async function poll() {
  if (isLive || presses.isLost) return;
  await presses.refetch().catch(() => {});
}

function state(next) {
  const wasConnected = link.isConnected;
  isLive = next === "live";
  if (isLive && !wasConnected) notice(say("desk.online"), true);
  refresh();
}

$("act-main").addEventListener("click", pressMain);
for (const verb of ["recall", "no-show", "finish-next"]) {
  $(`act-${verb}`).addEventListener("click", () => press(verb));
}
$("close").addEventListener("click", () => press("close"));
$("help").addEventListener("click", showKeys);
$("outcome").addEventListener("close", refresh);
listen({ settling, onMain: pressMain, onKey: pressKey, onDialogKey: (event) => question.asked && question.chooseByKey(event) });

startClock();
setNow(view.now);
draw(view);
refresh();
$("act-main").focus();
setInterval(refresh, 500);
setInterval(poll, POLL_MS);
connect({
  screen: "desk",
  key: view.desk,
  // The answer to this page's own press came first and has it already.
  onNews: (news) => news.seq > view.seq && presses.refetch().catch(() => {}),
  onSnapshotNeeded: () => presses.refetch(),
  onState: state,
});
