// How does the overview stay true? News, and the moments at which the clock changes something, fetch the day anew;
// only parts that differ are put in place, so that focus and reader stay where they are.

import { clockText, now } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { get } from "/theme/post.js";
import { knowAlerts, tellAlerts } from "./alerts.js";

const AGAIN_MS = 30_000; // minutes of waiting grow without any news
const RETRY_MS = 3_000;

const page = document.querySelector("[data-today-page]");
const title = document.title;
let seq = Number(page.dataset.seq);
let changesAt = Date.parse(page.dataset.changesAt);
const alertKeys = () => [...page.querySelectorAll("[data-alert]")].map((each) => each.dataset.alert);
let askedAt = performance.now();
let isAsking = false;
let mustAskAgain = false;

async function fetchState() {
  const { ok, status, data } = await get(page.dataset.stateUrl);
  // Signed out, or the right is gone: the page itself says so.
  if (status === 401 || status === 403) location.reload();
  if (!ok) throw new Error(`no state: ${status}`);
  if (data.seq >= seq) show(data);
  return data.seq;
}

function show(day) {
  seq = day.seq;
  changesAt = Date.parse(day.changes_at);
  put(day.html);
  showTitle(day.alerts.length);
  tellAlerts(day);
}

function put(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const focused = document.activeElement?.id;
  for (const part of made.content.querySelectorAll("[data-part]")) {
    const old = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old && old.innerHTML !== part.innerHTML) old.replaceChildren(...part.childNodes);
  }
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

const showTitle = (n) => (document.title = n ? `(${n}) ${title}` : title);

// News while an answer is under way: it may not contain them, so ask once more.
async function refresh() {
  if (isAsking) {
    mustAskAgain = true;
    return;
  }
  isAsking = true;
  askedAt = performance.now();
  try {
    await fetchState();
  } catch {
    askedAt = performance.now() - AGAIN_MS + RETRY_MS;
  }
  isAsking = false;
  if (!mustAskAgain) return;
  mustAskAgain = false;
  refresh();
}

function everySecond() {
  const isTurn = now() >= changesAt;
  if (isTurn) changesAt = Infinity;
  if (isTurn || performance.now() - askedAt > AGAIN_MS) refresh();
}

function showState(state, lastHeard) {
  document.body.dataset.state = state;
  const stale = document.querySelector("[data-stale]");
  document.querySelector("[data-live]").hidden = state !== "live";
  stale.hidden = state === "live";
  stale.querySelector("span").textContent = stale.dataset.words.replace("{time}", clockText(lastHeard.getTime()));
}

knowAlerts(alertKeys());
showTitle(alertKeys().length);
setInterval(everySecond, 1000);
connect({ screen: "office", onNews: refresh, onSnapshotNeeded: fetchState, onState: showState });
