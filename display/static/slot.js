// What fills the left slot? A call or an announcement while it is new or unanswered; else what idle.js chooses, with
// the last call below it.

import { latestOfEachTicket, putPlate, write } from "./board.js";
import { identity } from "./calls.js";
import { fit } from "./fit.js";

const HOLD_MS = 20_000; // a call stays at least this long, answered or not
const UNANSWERED_MS = 120_000; // a number still being called keeps the slot, but not for ever
const REMEMBERED = 300;

const scalesOf = new Map(); // by what is written in the slot

/** The call or announcement that belongs in the slot now, or null. One still in the line may not overtake it. */
export function itemInSlot(board, line, now) {
  const isShown = (item) => {
    const age = Math.abs(now - Date.parse(item.at)); // a server's clock may be set back
    return age < HOLD_MS || (item.text === undefined && age < UNANSWERED_MS && isUnanswered(item, board.rows));
  };
  const items = [...board.announcements, ...board.calls].sort((a, b) => b.id - a.id);
  return line.current ?? items.find((item) => !line.isAhead(item) && isShown(item)) ?? null;
}

const isUnanswered = ({ desk, series, number }, rows) =>
  rows.some((row) => row.state === "calling" && row.desk === desk && row.series === series && row.number === number);

/** Shows `item` large, ringed while it is new; without one the idle `page`: the roster or a picture. */
export function paintSlot(item, isNew, page, board, names) {
  document.body.dataset.slot = item ? (item.text === undefined ? "call" : "announcement") : page;
  if (!item) paintRest(board, names);
  else if (item.text === undefined) paintCall(item, isNew, names);
  else paintAnnouncement(item, isNew, names);
}

function paintCall(call, isNew, names) {
  const box = document.querySelector("[data-call]");
  box.classList.toggle("call--new", isNew);
  if (box.dataset.shown === identity(call)) return;
  box.dataset.shown = identity(call);
  putPlate(box, call.series, call.number, "call");
  write(box, "place", names.desks[call.desk].name);
  const { place } = names.desks[call.desk];
  write(box, "department", [names.departments[call.department].name, place].filter(Boolean).join(" · "));
  fitSlot();
}

function paintAnnouncement(item, isNew, names) {
  const box = document.querySelector("[data-announcement]");
  box.classList.toggle("call--new", isNew);
  if (box.dataset.shown === identity(item)) return;
  box.dataset.shown = identity(item);
  write(box, "announcement-title", item.kind === "test" ? names.words.test : names.words.notice);
  write(box, "announcement-text", item.text);
  fitSlot();
}

/** The number shrinks only for itself: a long name below must not make it smaller. */
function fitSlot() {
  const boxes = [...document.querySelectorAll("[data-call-number], [data-call-words], [data-announcement-words]")];
  const [, ...words] = boxes.map((box) => box.textContent);
  // Plates have room for the widest three figures, and desks call again and again: most calls need no measuring.
  const number = boxes[0].querySelector(".plate")?.getAttribute("aria-label") ?? "";
  const shape = [number.replace(/-\d{3}$/, "-"), ...words].join("\n");
  const scales = scalesOf.get(shape);
  if (scales) boxes.forEach((box, position) => box.style.setProperty("--fit", scales[position]));
  else fit(...boxes);
  if (scalesOf.size > REMEMBERED) scalesOf.clear();
  scalesOf.set(shape, boxes.map((box) => box.style.getPropertyValue("--fit")));
}

/** The screen's size changed, or the fonts have come: what was measured holds no more. */
export function fitSlotAnew() {
  scalesOf.clear();
  fitSlot();
}

function paintRest(board, names) {
  const box = document.querySelector("[data-idle]");
  write(box, "headline", board.office.headline || names.words.roster);
  const [last] = latestOfEachTicket(board.calls);
  const detail = board.office.detail || (last ? "" : names.words.nobody);
  write(box, "detail", detail).hidden = !detail;
  const bar = box.querySelector("[data-last-call]");
  bar.hidden = !last;
  if (!last || bar.dataset.shown === identity(last)) return;
  bar.dataset.shown = identity(last);
  putPlate(bar, last.series, last.number, "call");
  write(bar, "place", names.desks[last.desk].name);
  fit(bar);
}
