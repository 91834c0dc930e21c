// Who waits, who was missed, who fetches a paper, who was served? Draws the lists beside the citizen.

import { plate } from "/theme/plate.js";
import { $, element, priorityTag } from "./made.js";
import { say } from "./words.js";

const ROWS = { waiting: waitingRow, "no-shows": noShowRow, parked: parkedRow, served: servedRow };
const MAY_PICK = new Set(["waiting", "no-shows", "parked"]);

// A row's button was pressed: {list, ticket}. Set by who knows what can be done.
export const picking = { onPick: () => {} };

export function drawLists(view) {
  drawList("waiting", view.waiting, view);
  drawList("no-shows", view.no_shows, view);
  drawList("parked", view.parked, view);
  drawList("served", view.served, view);
  $("waiting-count").textContent = say("desk.waiting.count", { n: view.waiting_count });
  $("waiting-empty").hidden = view.waiting.length > 0;
  $("waiting-figure").hidden = view.waiting.length === 0;
  for (const name of ["no-shows", "parked"]) {
    const rows = name === "parked" ? view.parked : view.no_shows;
    $(`${name}-card`).hidden = rows.length === 0;
    $(`${name}-count`).textContent = say("desk.waiting.count", { n: rows.length });
  }
  $("served-count").textContent = say("desk.served.count", { n: view.served_count });
  $("served-figure").textContent = view.served_mean;
}

// News come often: rows that did not change stay, and with them the focus.
function drawList(name, rows, view) {
  const body = $(name);
  const old = new Map([...body.children].map((line) => [line.dataset.mark, line]));
  const lines = rows.map((row, index) => {
    // The wait goes on by itself, whenever the row was told.
    const { waits_from: _from, waited_s: _s, ...rest } = row;
    const mark = JSON.stringify([rest, index === 0, view.departments.length > 1]);
    const line = old.get(mark) ?? made(name, row, index, view);
    line.dataset.mark = mark;
    return line;
  });
  const isSame = lines.length === body.children.length && lines.every((line, index) => line === body.children[index]);
  if (!isSame) body.replaceChildren(...lines);
}

function made(name, row, index, view) {
  const line = element("tr", name === "waiting" && index === 0 ? "is-next" : "");
  const number = element("td");
  number.append(MAY_PICK.has(name) ? pickButton(name, row) : plate(row.series, row.number));
  line.append(number, ...ROWS[name](row, index, view));
  return line;
}

function pickButton(list, row) {
  const button = element("button", "q__pick");
  button.type = "button";
  button.append(plate(row.series, row.number));
  button.setAttribute("aria-label", say("desk.row.do", { label: row.label }));
  button.addEventListener("click", () => picking.onPick(list, row));
  return button;
}

// data-since: the minutes since then are written and kept by timers.js.
function waitingRow(row, index, view) {
  const wait = element("td", "r nw");
  wait.append(since(row.waits_from));
  if (index === 0) wait.append(element("br"), element("span", "mut", say("desk.next")));
  return [what(row, view), wait];
}

function noShowRow(row, _index, view) {
  return [what(row, view), element("td", "r mut nw", say("desk.no_shows.row", { time: row.ended, n: row.calls }))];
}

function parkedRow(row, _index, view) {
  const cell = element("td", "r mut nw");
  cell.append(element("span", "", `${say("desk.parked.row", { time: row.parked })} · `), since(row.since, "span"));
  return [what(row, view), cell];
}

function servedRow(row, _index, view) {
  return [what(row, view), element("td", "r mut nw", [row.ended, row.minutes].filter(Boolean).join(" · "))];
}

function since(moment, tag = "b") {
  const made = element(tag);
  made.dataset.since = moment;
  return made;
}

function what(row, view) {
  const cell = element("td", "q__what");
  cell.append(element("span", "q__name", row.what));
  const small = [view.departments.length > 1 ? row.department : "", row.outcome ?? "", row.sent, row.note];
  const words = small.filter(Boolean).join(" · ");
  if (row.priority && !row.outcome) cell.append(priorityTag(row.priority));
  if (words) cell.append(element("span", "q__small mut", words));
  cell.title = [row.what, words].filter(Boolean).join("\n");
  return cell;
}
