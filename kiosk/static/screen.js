// How does one page follow another? Links are fetched and put in place of the last page, so that the line to the
// server stays open and a dead server never shows a browser's error.

import { showClock } from "/theme/clock.js";
import { resetComfort } from "./comfort.js";
import { stopListening } from "./listen.js";

const TIMEOUT_MS = 3000;
const arrivals = [];
let trail = [];
let lost = () => {};
let latest = 0;
let loading = 0;

export const screen = () => document.getElementById("screen");
export const page = () => screen().dataset.page;
export const language = () => screen().dataset.language;
export const isLoading = () => loading > 0;

// Called with the new #screen each time one stands.
export function onArrival(listener) {
  arrivals.push(listener);
}

// Called when a page could not be had.
export function onLost(listener) {
  lost = listener;
}

// Resolves to true when the page stands. `step`: "forward" remembers where we were, "back" and "stay" do not.
export async function show(url, { step = "forward", whenLost = lost } = {}) {
  const mine = ++latest;
  loading += 1;
  const found = await fetched(url);
  loading -= 1;
  // Another touch has come since: it decides.
  if (mine !== latest) return false;
  if (!found) {
    whenLost();
    return false;
  }
  if (step === "forward") trail.push(location.href);
  // The visitor's way is nobody else's: the browser's own history never grows.
  history.replaceState(null, "", url);
  swap(found, step);
  return true;
}

export function back() {
  const before = trail.pop();
  return before ? show(before, { step: "back" }) : home();
}

// Everything of this visitor is gone: the way, the language, what was typed, how large the words were.
export function home() {
  trail = [];
  resetComfort();
  stopListening();
  return show(screen().dataset.home, { step: "stay" });
}

export function arrive(step = "stay") {
  for (const listener of arrivals) listener(screen(), step);
}

async function fetched(url) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      headers: { Accept: "text/html" },
      cache: "no-store",
      credentials: "same-origin",
      signal: abort.signal,
    });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Without one it is no page of ours: a proxy's, before a server that is gone.
    return found.querySelector("main") && found;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function swap(found, step) {
  const next = found.getElementById("screen");
  // The server was renewed: begin again with its scripts and styles. It has just answered, so it will now too.
  if (next && next.dataset.assets !== screen().dataset.assets) return beginAgain(next);
  document.title = found.title;
  document.documentElement.lang = found.documentElement.lang;
  if (next) screen().replaceWith(document.adoptNode(next));
  else tellProblem(found.querySelector("main"));
  showClock();
  screen().querySelector("main").focus({ preventScroll: true });
  arrive(step);
}

// Only a number that was just given must be seen first.
function beginAgain(next) {
  location.replace(next.dataset.page === "ticket" ? location.href : next.dataset.home);
}

// An error page of the house: its words, in the frame that has the ways out.
function tellProblem(words) {
  const box = document.createElement("div");
  box.className = "k-empty";
  box.append(...(words?.childNodes ?? []));
  screen().querySelector("main").replaceChildren(box);
  screen().dataset.page = "problem";
}
