// How does the page follow its ticket? It is told that something changed and asks; without a socket it asks by itself.

import { connect } from "/theme/live.js";
import { get } from "/theme/post.js";
import { offerInstall } from "./install.js";
import { Notifier } from "./notify.js";
import { fill, placeIn, placeWords } from "./place.js";
import { noteAsked } from "./rating.js";

const ASK_MS = 10_000;
const STALE_MS = 15_000;
// An officer may take back, for ten seconds, what seemed to be the end.
const UNDONE_WITHIN_MS = 20_000;

const { token, stateUrl, department, state: first, soon, calls } = document.body.dataset;
const said = JSON.parse(document.body.dataset.said);
const part = (name) => document.querySelector(`[data-${name}]`);

const notifier = new Notifier(part("notify"), token, { state: first, is_soon: soon === "true", calls: Number(calls) });

let stopping = null;
let isLive = false;
let isChanged = false; // something happened after the question under way was asked
let heardAt = performance.now();
let asking = null;

function ask() {
  isChanged = true;
  asking ??= askUntilTrue().finally(() => (asking = null));
  return asking;
}

// One question at a time, so that an older answer never overtakes a newer one.
async function askUntilTrue() {
  let seq;
  while (isChanged) {
    isChanged = false;
    seq = await fetchState();
  }
  return seq;
}

function askQuietly() {
  ask().catch(showAge);
}

async function fetchState() {
  const { ok, status, data } = await get(stateUrl);
  if (status === 404) location.reload();
  if (!ok) throw new Error(`no state: ${status}`);
  heardAt = performance.now();
  // Sent on: the news of the new department go to another room.
  if (data.department !== department) location.reload();
  show(data);
  return data.seq;
}

// Most news only move the line on, and these tell everybody's place at once. Whoever is not in it has been called.
function hear({ line, at }) {
  const place = document.body.dataset.state === "waiting" && !asking && placeIn(line, document.body.dataset);
  if (!place) return askQuietly();
  heardAt = performance.now();
  const { headline, details } = placeWords(place, said);
  showHeadline(headline);
  write(part("updated"), fill(said.updated, { time: at }));
  write(part("stale-words"), fill(said.stale, { time: at }));
  showDetails(details);
  notifier.follow({ state: "waiting", is_soon: place.ahead <= said.soon_until });
  showAge();
}

function showHeadline(headline) {
  document.title = `${document.body.dataset.label} – ${headline}`;
  write(part("headline"), headline);
}

function show(state) {
  showHeadline(state.headline);
  write(part("place"), state.place);
  write(part("hint"), state.hint);
  write(part("updated"), state.updated);
  write(part("stale-words"), state.stale);
  part("place-box").hidden = !state.place;
  part("cancel").hidden = !state.may_go;
  showDetails(state.details);
  document.body.dataset.state = state.state;
  notifier.follow(state);
  showAge();
  clearTimeout(stopping);
  if (state.is_over) {
    notifier.end();
    stopping = setTimeout(stop, UNDONE_WITHIN_MS);
  }
  // Whoever was served is asked how it was: the question comes with the page.
  if (state.state === "finished" && first !== "finished") location.reload();
}

// Only what differs: the region is read aloud when it changes.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showDetails(details) {
  const box = part("details");
  if ([...box.children].map((each) => each.textContent).join("\n") === details.join("\n")) return;
  box.replaceChildren(...details.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
}

function showAge() {
  const isStale = !isLive && performance.now() - heardAt > STALE_MS;
  if (part("stale").hidden === isStale) part("stale").hidden = !isStale;
}

function follow(state) {
  isLive = state === "live";
  showAge();
}

noteAsked(part("rating"));
offerInstall(document.body.dataset);

const live = connect({ screen: "phone", key: token, onNews: hear, onSnapshotNeeded: ask, onState: follow });
const timer = setInterval(() => (isLive ? showAge() : askQuietly()), ASK_MS);
document.addEventListener("visibilitychange", () => document.hidden || askQuietly());

// Nothing will happen to this ticket any more.
function stop() {
  clearInterval(timer);
  live.close();
}
