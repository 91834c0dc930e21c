// What does an officer see and press? Joins the state of one desk with screen, keys, timers and the server.

import { clockText, setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { drawActions, whyNot, whyNoUndo } from "./actions.js";
import { Question } from "./ask.js";
import { Asks, meaning } from "./asks.js";
import { imagined } from "./kept.js";
import { listen, Settling } from "./keys.js";
import { picking } from "./lists.js";
import { drawLost } from "./lost.js";
import { $ } from "./made.js";
import { Presses } from "./presses.js";
import { draw, MAIN } from "./screen.js";
import { drawTimers } from "./timers.js";
import { say } from "./words.js";

const REACHED_FOR_MS = 8000;
const POLL_MS = 3000;
const NOTICE_MS = 8000;
const BUTTONS = ["recall", "no-show", "finish-next", "transfer", "park", "more", "break", "close"];

let told = JSON.parse($("state-json").textContent); // as the server has it
let view = told; // as it is shown
let isLive = true;
let reachedAt = performance.now();
let noticeTimer = 0;
const settling = new Settling();
const address = `/desk/${encodeURIComponent(told.desk)}`;

const presses = new Presses(address, document.body.dataset.account, {
  onChange: () => show(told),
  onState: take,
  onRefusal: refused,
  onSignedOut: () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`),
  // Signed in anew in another tab: this page's forgery token no longer fits.
  onOldPage: () => location.reload(),
  onStale: (press) =>
    asks.sure.ask({ title: say(`desk.verb.${press.verb}`), why: say("desk.stale", { time: clockText(press.at) }), answer: say("desk.stale.send") }),
});
const link = {
  get isConnected() {
    return !presses.isLost && (isLive || performance.now() - reachedAt < REACHED_FOR_MS);
  },
  get busy() {
    return presses.busy;
  },
};
const asks = new Asks(address, { view: () => view, whyNot: (verb) => whyNot(verb, view, link), send, begin: press });

// A slow answer must not put an older state over a newer one.
function take(next, byVerb) {
  reachedAt = performance.now();
  if (next.seq < told.seq) return;
  const before = told;
  setNow(next.now);
  show(next);
  if (byVerb) pressed(byVerb, before);
  else if (isOther(before, next)) {
    notice("");
    Question.open?.close();
  }
}

function pressed(verb, before) {
  Question.open?.close();
  notice("");
  $("act-main").focus();
  if (verb === "undo") notice(say("desk.undone"), true);
  if (verb === "take-in") noteTakenIn(before);
  if (verb === "next" || verb === "finish-next") noteRace(before);
}

function isOther(before, next) {
  return next.phase !== before.phase || next.ticket?.id !== before.ticket?.id;
}

// The one who stood first is not the one who was called: another desk was quicker.
function noteRace(before) {
  const first = before.waiting[0];
  const isGone = first && !told.waiting.some((row) => row.id === first.id);
  if (!told.ticket || !isGone || first.id === told.ticket.id) return;
  notice(say("desk.race", { a: first.label, b: told.ticket.label }), true);
}

// Who was only given a number must hear it.
function noteTakenIn(before) {
  const known = new Set(before.waiting.map((row) => row.id));
  const made = told.waiting.filter((row) => !known.has(row.id) && row.origin === "desk").sort((a, b) => b.id - a.id)[0];
  if (made) notice(say("desk.taken_in", { label: made.label }), true);
}

function show(next) {
  told = next;
  view = presses.isLost ? imagined(told, presses.kept) : told;
  draw(view);
  refresh();
}

function refresh() {
  settling.means(`${view.phase}:${view.ticket?.id}:${Question.open?.name}`);
  drawActions(view, link);
  drawTimers(view);
  drawLost(view, link, presses.kept);
}

// `row`: of which number, where it is not the one at the desk.
function press(verb, row) {
  if (verb === "undo") return undo();
  const why = whyNot(verb, view, link);
  if (why) return notice(why);
  if (!presses.canPress) return notice(say("desk.busy"));
  const asked = asks.ask(verb, row);
  if (asked === false) return send(verb, row ? meaning(row) : { ticket: view.ticket?.id });
  Promise.resolve(asked).then((isAsked) => isAsked === false && notice(say("desk.not_offline")));
}

function send(verb, wish) {
  if (!settling.isOver && Question.open) return;
  if (presses.isLost) Question.open?.close();
  presses.press(verb, wish, view.phase);
}

// What was not sent yet is simply taken back; what was done is undone by the server.
function undo() {
  if (presses.takeBack()) return;
  if (!presses.canPress) return notice(say("desk.busy"));
  const why = whyNoUndo(view, link);
  if (why) notice(why);
  else presses.press("undo", {}, view.phase);
}

function refused(sentence, dropped) {
  const words = [sentence, dropped ? say("desk.kept.dropped", { n: dropped }) : ""].filter(Boolean).join(" ");
  if (Question.open) Question.open.say(words);
  else notice(words);
}

function pressMain() {
  if (settling.isOver) press(MAIN[view.phase].verb);
}

function pressKey(verb) {
  if (verb === "help") return $("keys").open ? $("keys").close() : Question.open || $("keys").showModal();
  if ($("keys").open) return;
  if (!Question.open) press(verb);
  else if (verb === "finish-next" && Question.open === asks.outcome) asks.outcome.answer(verb);
}

function typeNumber(digit) {
  const why = whyNot("call", view, link);
  if (why) notice(why);
  else asks.askNumber(digit);
}

async function takeOver() {
  const title = say("desk.take_over");
  const isSure = await asks.sure.ask({ title, why: say("desk.take_over.why", { name: view.officer }), answer: title });
  if (isSure) presses.press("open", { take_over: true }, view.phase);
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
  if (!isLive && !presses.isLost) await presses.refetch().catch(() => {});
}

function state(next) {
  const wasConnected = link.isConnected;
  isLive = next === "live";
  if (isLive && !wasConnected && !presses.isLost) notice(say("desk.online"), true);
  refresh();
}

// After a click Enter is the main action again, not this button once more.
function onClick(id, act) {
  $(id).addEventListener("click", (event) => {
    if (event.detail) $("act-main").focus({ preventScroll: true });
    act();
  });
}

onClick("act-main", pressMain);
for (const verb of BUTTONS) onClick(`act-${verb}`, () => press(verb));
onClick("act-undo", undo);
onClick("help", () => pressKey("help"));
onClick("take-over", takeOver);
onClick("compact", () => open(location.pathname, `desk-${told.desk}`, "popup,noopener,width=360,height=760"));
picking.onPick = (list, row) => asks.aboutRow(list, row);
Question.onChange = refresh;
listen({ settling, onMain: pressMain, onKey: pressKey, onDigit: typeNumber, onDialogKey: (event) => Question.open?.chooseByKey(event) });

startClock();
setNow(told.now);
show(told);
$("act-main").focus();
setInterval(refresh, 500);
setInterval(poll, POLL_MS);
presses.send();
connect({
  screen: "desk",
  key: told.desk,
  // The answer to this page's own press came first and has it already.
  onNews: (news) => news.seq > told.seq && presses.refetch().catch(() => {}),
  onSnapshotNeeded: () => presses.refetch(),
  onState: state,
});
