// How long has it lasted? Written once a second by the server's clock.

import { now } from "/theme/clock.js";
import { minutes, say, stopwatch } from "./words.js";

const $ = (id) => document.getElementById(id);

export function drawTimers(view) {
  const since = { calling: view.ticket?.called_at, serving: view.ticket?.serving_at }[view.phase];
  $("timer").textContent = since ? stopwatch(now() - Date.parse(since)) : "";
  if (view.ticket) {
    const waitedUntil = view.ticket.called_at ? Date.parse(view.ticket.called_at) : now();
    write($("waited"), minutes(waitedUntil - Date.parse(view.ticket.arrived_at)));
  }
  for (const cell of document.querySelectorAll("[data-since]")) {
    write(cell, minutes(now() - Date.parse(cell.dataset.since)));
  }
  if (view.waiting.length) {
    const first = Math.min(...view.waiting.map((row) => Date.parse(row.arrived_at)));
    write($("longest"), say("desk.waiting.longest", { time: minutes(now() - first) }));
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
