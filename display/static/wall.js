// What ties the wall together: the server's news in, one board kept true, calls into their line, everything painted.

import { allowSound } from "/theme/chime.js";
import { clockText, now, setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { get } from "/theme/post.js";
import { latestOfEachTicket, paintBoard } from "./board.js";
import { CallLine, SeenCalls, identity } from "./calls.js";
import { fit, onResize } from "./fit.js";
import { IdleShow } from "./idle.js";
import { MediaShow } from "./media.js";
import { forgetParts, paintNotices, setCaption } from "./notices.js";
import { forgetPainted } from "./painting.js";
import { Reporter } from "./report.js";
import { fitSlotAnew, itemInSlot, paintSlot } from "./slot.js";
import { Loudspeaker } from "./sound.js";
import { Watchdog } from "./watchdog.js";
import { callsWith, isWithdrawn } from "./withdrawn.js";

const RETRY_MS = 5_000;

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const part = (name) => document.querySelector(`[data-${name}]`);
const { wall, snapshotUrl, soundsUrl, reportUrl } = document.body.dataset;

const names = json("names");
let board = json("snapshot");
let painted = null; // what the slot shows
let tested = null; // the number of the Office's newest test that was shown and said to its end
let renewFrom = 0; // no renewal before this moment

const freshMs = () => board.fresh_s * 1000;
const seen = new SeenCalls(localStorage, `wall.calls.${wall}`);
const line = new CallLine({ start, now, seen, freshMs });
const loudspeaker = new Loudspeaker({ soundsUrl, now, settings: () => board.sound, onCaption: caption });
const media = new MediaShow(part("media"));
const idle = new IdleShow({ media });
const watchdog = new Watchdog({ url: location.pathname });
const reporter = new Reporter({ url: reportUrl, describe });

// A call begins: others (a test) may listen for the event; the line waits until it is silent again.
async function start(item, { signal }) {
  paint();
  document.dispatchEvent(new CustomEvent("call-started", { detail: item }));
  await loudspeaker.say(item, { signal, isBrief: () => line.isCrowded });
  if (item.kind === "test" && !signal.aborted) tested = item.id;
  showSound();
}

function caption(text) {
  setCaption(text);
  paintNotices(board, now());
}

function slotNow() {
  const item = itemInSlot(board, line, now());
  if (item) idle.interrupt();
  const page = item ? "" : idle.pageNow(board);
  const isNew = item !== null && item === line.current;
  return { item, isNew, page, mark: item ? `${identity(item)} ${isNew}` : `${page} ${media.name}` };
}

function paint() {
  const { item, isNew, page, mark } = slotNow();
  painted = mark;
  const begun = { ...board, calls: board.calls.filter((each) => !line.isAhead(each)) };
  paintSlot(item, isNew, page, begun, names);
  const call = item?.text === undefined ? item : null;
  paintBoard(begun, names, call ? { ...call, isNew } : latestOfEachTicket(begun.calls)[0], now());
  paintNotices(board, now());
  document.body.dataset.seq = board.seq;
}

function paintAgain() {
  forgetPainted();
  forgetParts();
  fit(part("office"));
  paint();
  fitSlotAnew();
}

// A call leaves the slot, a page turns, and the office closes, without any news.
function everySecond() {
  paint();
  showMute();
  reporter.look();
  if (now() >= Date.parse(board.office.until) && now() >= renewFrom) renew();
  watchdog.beat();
}

// The day's phases, announcements and settings are in the snapshot only.
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
  watchdog.heard();
  setNow(data.now);
  take(data);
  return data.seq;
}

function take(snapshot) {
  // Desks were renamed, or the wall's own scripts are newer: both stand in the page.
  if (snapshot.page !== names.page) location.reload();
  board = snapshot;
  media.take(board.media);
  loudspeaker.adjust();
  offerCalls(board.fresh);
  showSound();
}

function hear(message) {
  if (message.kind === "renew") return renew();
  if (message.kind === "board") board = { ...board, ...message.board };
  if (message.kind === "call") board.calls = callsWith(message.call, board);
  return offerCalls();
}

// `missed`: calls that the board does not list, because their number was recalled since or many others were called.
function offerCalls(missed = []) {
  line.withdraw((item) => isWithdrawn(item, board));
  const items = [...missed, ...board.calls, ...board.announcements];
  for (const item of items.sort((a, b) => a.id - b.id)) line.offer(item);
  paint();
}

function showState(state, lastHeard) {
  document.body.dataset.state = state;
  part("stale").hidden = state === "live";
  part("stale-words").textContent = names.words.stale.replace("{time}", clockText(lastHeard.getTime()));
  fit(part("office")); // the mark takes room from the name
}

// What the Office sees of this wall.
function describe() {
  const { item, page } = slotNow();
  const call = item && item.text === undefined;
  const what = call ? `${item.label} → ${names.desks[item.desk].name}` : (item?.text ?? (page === "media" ? media.name : ""));
  const slot = item ? (call ? "call" : "announcement") : page;
  const broken = media.items.find(({ url }) => media.broken.has(url))?.name ?? "";
  return { slot, what, sound: loudspeaker.state, tested, broken };
}

function showSound() {
  part("sound").hidden = loudspeaker.state !== "blocked";
  showMute();
  fit(part("office"));
}

function showMute() {
  const { muted_until: until } = board.sound;
  part("mute").hidden = !["muted", "quiet"].includes(loudspeaker.state);
  const isTimed = loudspeaker.state === "muted" && until;
  const words = isTimed ? names.words.muted_until.replace("{time}", clockText(Date.parse(until))) : names.words.muted;
  if (part("mute-words").textContent !== words) part("mute-words").textContent = words;
}

async function unlockSound() {
  await allowSound();
  await loudspeaker.check();
  showSound();
}

startClock();
media.take(board.media);
line.resume();
offerCalls(board.fresh);
onResize(paintAgain);
connect({
  screen: "wall", key: wall, onNews: hear, onSnapshotNeeded: fetchSnapshot, onState: showState, onTick: () => watchdog.heard(),
});
setInterval(everySecond, 1000);
for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, unlockSound);
loudspeaker.check().then(showSound);
