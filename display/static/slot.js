// What fills the left slot? A call while it is fresh or unanswered; else the roster, with the last call below it.

import { latestOfEachTicket, putPlate, write } from "./board.js";
import { identity } from "./calls.js";
import { fit } from "./fit.js";

const HOLD_MS = 20_000; // a call stays at least this long, answered or not
const UNANSWERED_MS = 120_000; // a number still being called keeps the slot, but not for ever

/** The call that belongs in the slot now, or null. A call still in the line may not overtake it. */
export function callInSlot(board, line, now) {
  const isShown = (call) => {
    const age = now - Date.parse(call.at);
    return age < HOLD_MS || (age < UNANSWERED_MS && isUnanswered(call, board.rows));
  };
  return line.current ?? board.calls.find((call) => !line.isAhead(call) && isShown(call)) ?? null;
}

const isUnanswered = ({ desk, series, number }, rows) =>
  rows.some((row) => row.state === "calling" && row.desk === desk && row.series === series && row.number === number);

/** Shows `call` large, ringed while it is new; without one the office's state, or the roster, and the last call. */
export function paintSlot(call, isNew, board, names) {
  document.body.dataset.slot = call ? "call" : "roster";
  if (call) paintCall(call, isNew, names);
  else paintRest(board, names);
}

function paintCall(call, isNew, names) {
  const box = document.querySelector("[data-call]");
  box.classList.toggle("call--new", isNew);
  if (box.dataset.shown !== identity(call)) {
    box.dataset.shown = identity(call);
    putPlate(box, call.series, call.number, "call");
    write(box, "place", names.desks[call.desk].name);
    const { place } = names.desks[call.desk];
    write(box, "department", [names.departments[call.department].name, place].filter(Boolean).join(" · "));
    fitCall();
  }
}

/** The number shrinks only for itself: a long name below must not make it smaller. */
export function fitCall() {
  fit(document.querySelector("[data-call-number]"));
  fit(document.querySelector("[data-call-words]"));
}

function paintRest(board, names) {
  const box = document.querySelector("[data-rest-slot]");
  write(box, "headline", board.office.headline || names.words.roster);
  const [last] = latestOfEachTicket(board.calls);
  const detail = board.office.detail || (last ? "" : names.words.nobody);
  write(box, "detail", detail).hidden = !detail;
  const bar = box.querySelector("[data-last-call]");
  bar.hidden = !last;
  if (!last) return;
  putPlate(bar, last.series, last.number, "call");
  write(bar, "place", names.desks[last.desk].name);
  fit(bar);
}
