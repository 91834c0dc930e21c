// Which command is possible now, and if not, why not? Each button carries the reason; pressing it says the reason.

import { now } from "/theme/clock.js";
import { MAIN } from "./screen.js";
import { say, stopwatch } from "./words.js";

const $ = (id) => document.getElementById(id);
const BESIDE = ["recall", "no-show", "finish-next"];

// "" when `verb` is possible.
export function whyNot(verb, view, link) {
  if (link.isLost) return say("desk.finding_out");
  if (!link.isConnected) return say("desk.offline");
  if (view.refused[verb]) return view.refused[verb];
  return verb === "no-show" && mustWait(view) ? say("desk.no_show.wait", { time: stopwatch(leftMs(view)) }) : "";
}

export function drawActions(view, link) {
  const main = MAIN[view.phase].verb;
  mark($("act-main"), $("why-main"), whyNot(main, view, link), link.busy === main);
  for (const name of BESIDE) {
    mark($(`act-${name}`), $(`why-${name}`), whyNot(name, view, link), link.busy === name);
  }
  mark($("close"), null, whyNot("close", view, link), link.busy === "close");
}

// The minimum time runs out on this page by itself; the server has the last word.
function mustWait(view) {
  return view.phase === "calling" && view.no_show_from !== null && leftMs(view) > 0;
}

function leftMs(view) {
  return Math.ceil((Date.parse(view.no_show_from) - now()) / 1000) * 1000;
}

function mark(button, reason, why, isBusy) {
  button.setAttribute("aria-disabled", String(Boolean(why)));
  button.toggleAttribute("data-busy", isBusy);
  button.setAttribute("aria-busy", String(isBusy));
  if (reason) {
    if (reason.textContent !== why) reason.textContent = why;
  } else button.title = why;
}
