// Which command is possible now, and if not, why not? Each button carries the reason; pressing it says the reason.

import { now } from "/theme/clock.js";
import { WITHOUT_SERVER } from "./kept.js";
import { $ } from "./made.js";
import { MAIN } from "./screen.js";
import { say, stopwatch } from "./words.js";

const BESIDE = ["recall", "no-show", "finish-next", "transfer", "park", "more", "break", "close"];

// "" when `verb` is possible.
export function whyNot(verb, view, link) {
  if (verb === "more") return "";
  if (!link.isConnected && !WITHOUT_SERVER.has(verb)) return say(verb === "next" ? "desk.offline" : "desk.not_offline");
  if (view.refused[verb]) return view.refused[verb];
  return verb === "no-show" && mustWait(view) ? say("desk.no_show.wait", { time: stopwatch(leftMs(view)) }) : "";
}

export function drawActions(view, link) {
  const main = MAIN[view.phase].verb;
  mark("main", whyNot(main, view, link), link.busy === main);
  for (const verb of BESIDE) mark(verb, whyNot(verb, view, link), link.busy === verb);
  drawUndo(view, link);
}

// What Esc would take back, and for how long yet.
function drawUndo(view, link) {
  const left = view.undo ? Math.ceil((Date.parse(view.undo.until) - now()) / 1000) : 0;
  const isPossible = left > 0 && link.isConnected;
  const words = isPossible
    ? say("desk.undo.what", { what: view.undo.what, s: left })
    : say("desk.undo.hint");
  if ($("undo-what").textContent !== words) $("undo-what").textContent = words;
  $("act-undo").classList.toggle("is-possible", isPossible);
  $("act-undo").setAttribute("aria-disabled", String(!isPossible));
}

// Also when its ten seconds ran out on this page.
export function whyNoUndo(view, link) {
  if (!link.isConnected) return say("desk.not_offline");
  if (view.refused.undo) return view.refused.undo;
  return view.undo && Date.parse(view.undo.until) <= now() ? say("desk.undo.late") : "";
}

// The minimum time runs out on this page by itself; the server has the last word.
function mustWait(view) {
  return view.phase === "calling" && view.no_show_from !== null && leftMs(view) > 0;
}

function leftMs(view) {
  return Math.ceil((Date.parse(view.no_show_from) - now()) / 1000) * 1000;
}

function mark(name, why, isBusy) {
  const button = $(`act-${name}`);
  const reason = $(`why-${name}`);
  button.setAttribute("aria-disabled", String(Boolean(why)));
  button.toggleAttribute("data-busy", isBusy);
  button.setAttribute("aria-busy", String(isBusy));
  button.title = why;
  if (reason && reason.textContent !== why) reason.textContent = why;
}
