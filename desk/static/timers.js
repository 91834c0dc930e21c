// How long has it lasted? Written once a second by the server's clock.

import { now } from "/theme/clock.js";
import { $ } from "./made.js";
import { minutes, say, stopwatch } from "./words.js";

export function drawTimers(view) {
  const since = { calling: view.ticket?.called_at, serving: view.ticket?.serving_at, break: view.break_since }[view.phase];
  write($("timer"), since ? stopwatch(now() - Date.parse(since)) : "");
  for (const cell of document.querySelectorAll("[data-since]")) {
    write(cell, minutes(now() - Date.parse(cell.dataset.since)));
  }
  if (view.waiting.length) {
    const first = Math.min(...view.waiting.map((row) => Date.parse(row.waits_from)));
    write($("waiting-figure"), say("desk.waiting.longest", { time: minutes(now() - first) }));
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
