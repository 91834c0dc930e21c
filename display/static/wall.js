// What ties the wall together: the server's news in, one board kept true, calls into their line, everything painted.

import { chime, allowSound, soundAllowed } from "/theme/chime.js";
import { clockText, now, setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { get } from "/theme/post.js";
import { forgetPainted, latestOfEachTicket, paintBoard } from "./board.js";
import { CallLine, SeenCalls, identity } from "./calls.js";
import { fit, onResize } from "./fit.js";
import { forgetParts, paintNotices } from "./notices.js";
import { callInSlot, fitCall, paintSlot } from "./slot.js";

const RETRY_MS = 5_000;
const CALLS_KEPT = 30;

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const part = (name) => document.querySelector(`[data-${name}]`);
const { wall, snapshotUrl } = document.body.dataset;

const names = json("names");
let board = json("snapshot");
let painted = null; // what the slot shows
let renewFrom = 0; // no renewal before this moment

const line = new CallLine({ start, now, seen: new SeenCalls(localStorage, `wall.calls.${wall}`) });

// A call begins: others (a voice, a test) may listen for the event; the line waits until the sound has ended.
function start(call) {
  paint();
  document.dispatchEvent(new CustomEvent("call-started", { detail: call }));
  return sound();
}

async function sound() {
  part("sound").hidden = await chime();
}

function slotNow() {
  const call = callInSlot(board, line, now());
  const isNew = call !== null && call === line.current;
  return { call, isNew, mark: call && `${identity(call)} ${isNew}` };
}

function paint() {
  const { call, isNew, mark } = slotNow();
  painted = mark;
  const begun = { ...board, calls: board.calls.filter((each) => !line.isAhead(each)) };
  paintSlot(call, isNew, begun, names);
  paintBoard(begun, names, call ?? latestOfEachTicket(begun.calls)[0]);
  paintNotices(board, now());
  document.body.dataset.seq = board.seq;
}

function paintAgain() {
  forgetPainted();
  forgetParts();
  fit(part("office"));
  paint();
  fitCall();
}

// A call leaves the slot, a notice its strip, and the office closes, without any news.
function everySecond() {
  paintNotices(board, now());
  if (slotNow().mark !== painted) paint();
  if (now() >= Date.parse(board.office.until) && now() >= renewFrom) renew();
}

// The day's phases are in the snapshot only: fetch it when one ends.
async function renew() {
  renewFrom = now() + RETRY_MS;
  const { ok, data } = await get(snapshotUrl);
  if (ok && data.seq >= board.seq) take(data);
}

async function fetchSnapshot() {
  const { ok, status, data } = await get(snapshotUrl);
  // No longer this office's wall: the page itself says what to do.
  if (status === 401 || status === 403) location.reload();
  if (!ok) throw new Error(`no snapshot: ${status}`);
  setNow(data.now);
  take(data);
  return data.seq;
}

function take(snapshot) {
  // Desks or departments were renamed in the configuration: their names stand in the page.
  if (snapshot.page !== names.page) location.reload();
  board = snapshot;
  offerCalls();
}

function hear(message) {
  if (message.kind === "board") board = { ...board, ...message.board };
  if (message.kind === "call") remember(message.call);
  offerCalls();
}

function remember(call) {
  if (board.calls.some((each) => identity(each) === identity(call))) return;
  board.calls = [call, ...board.calls].sort((a, b) => b.id - a.id).slice(0, CALLS_KEPT);
}

function offerCalls() {
  for (const call of [...board.calls].reverse()) line.offer(call);
  paint();
}

function showState(state, lastHeard) {
  document.body.dataset.state = state;
  part("stale").hidden = state === "live";
  part("stale-words").textContent = names.words.stale.replace("{time}", clockText(lastHeard.getTime()));
  fit(part("office")); // the mark takes room from the name
}

async function showSound() {
  part("sound").hidden = await soundAllowed();
  fit(part("office"));
}

async function unlockSound() {
  await allowSound();
  showSound();
}

startClock();
offerCalls();
onResize(paintAgain);
connect({ screen: "wall", key: wall, onNews: hear, onSnapshotNeeded: fetchSnapshot, onState: showState });
setInterval(everySecond, 1000);
for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, unlockSound);
showSound();
