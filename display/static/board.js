// What stands on the board of desks and among the recent calls? Up to eight desks in one column, sixteen in two; more
// take turns, page by page, and a desk that calls brings its page.

import { clockText } from "/theme/clock.js";
import { fit } from "./fit.js";
import { copyOf, isPainted, write, putPlate } from "./painting.js";
import { paintRoster } from "./roster.js";

export { putPlate, write };

const RECENT = 3;
const ONE_COLUMN = 8;
const ONE_PAGE = 16;
const PAGE_MS = 8_000;

/** Paints everything but the left slot. `names`: the office's own, from the page; `shown`: the call in the slot. */
export function paintBoard(board, names, shown, now) {
  paintRows(board, names, shown, now);
  for (const roster of document.querySelectorAll("[data-roster]")) paintRoster(roster, board, names);
  paintRecent(board, names, shown);
  write(document, "total", names.words.total.replace("{n}", board.waiting));
}

/** The page of the board for this moment: {page, pages, rows}. The clock turns it, so that all walls turn together. */
export function pageOf(rows, called, now) {
  const pages = Math.max(1, Math.ceil(rows.length / ONE_PAGE));
  const each = Math.ceil(rows.length / pages) || 1;
  const calling = called ? rows.findIndex(({ desk }) => desk === called) : -1;
  const page = calling < 0 ? Math.floor(now / PAGE_MS) % pages : Math.floor(calling / each);
  return { page, pages, rows: rows.slice(page * each, (page + 1) * each), most: each };
}

function paintRows(board, names, shown, now) {
  const { page, pages, rows, most } = pageOf(board.rows, shown?.isNew ? shown.desk : null, now);
  const list = document.querySelector("[data-rows]");
  const frame = list.closest(".board");
  frame.classList.toggle("board--double", most > ONE_COLUMN);
  frame.style.setProperty("--rows", most > ONE_COLUMN ? Math.ceil(most / 2) : most);
  write(frame, "page", pages > 1 ? names.words.page.replace("{page}", page + 1).replace("{pages}", pages) : "");
  while (list.children.length > rows.length) list.lastElementChild.remove();
  while (list.children.length < rows.length) list.append(copyOf("row"));
  const told = rows.map((row) => rowInWords(row, board, names));
  told.forEach((row, position) => paintRow(list.children[position], row));
  // All together and last: the longest name of a desk decides how much room every row has.
  const isSame = isPainted(list, told.map((row) => [row.label, row.departments, row.rest, row.state === "calling"]));
  if (!isSame) fit(...list.querySelectorAll(".is-name, [data-departments], [data-rest]"));
}

function rowInWords(row, board, names) {
  return {
    ...row,
    label: names.desks[row.desk].short,
    departments: departmentsOf(row, board, names).join(" · "),
    rest: row.number === null ? stateInWords(row, board, names) : "",
  };
}

// A desk that is not open yet still tells which of today's departments will be found there.
function departmentsOf(row, board, names) {
  const usual = names.desks[row.desk].departments.filter((code) => board.on_duty.includes(code));
  const codes = row.departments.length ? row.departments : usual;
  return codes.map((code) => names.departments[code].short);
}

function stateInWords(row, board, names) {
  if (row.state === "break") {
    return row.back_at ? names.words.break.replace("{time}", clockText(Date.parse(row.back_at))) : names.words.pause;
  }
  if (row.state !== "closed") return names.words.ready;
  const { resumes } = board.office;
  return resumes ? names.words.break.replace("{time}", resumes) : names.words.closed;
}

function paintRow(element, row) {
  if (isPainted(element, row)) return;
  element.dataset.desk = row.desk;
  element.dataset.state = row.state;
  write(element, "label", row.label).classList.toggle("is-name", row.label.length > 3);
  write(element, "waiting", row.waiting);
  write(element, "rest", row.rest);
  putPlate(element, row.series, row.number);
  write(element, "departments", row.departments);
}

function paintRecent(board, names, shown) {
  const calls = latestOfEachTicket(board.calls).filter((call) => call.label !== shown?.label);
  const box = document.querySelector("[data-recent-box]");
  if (isPainted(box, calls.slice(0, RECENT))) return;
  box.querySelector("[data-last]").hidden = !calls.length;
  box.querySelector("[data-instead]").hidden = calls.length > 0;
  write(box, "forms", names.words.forms);
  box.querySelector("[data-recent]").replaceChildren(...calls.slice(0, RECENT).map((call) => recentOf(call, names)));
  fit(box);
}

function recentOf(call, names) {
  const element = copyOf("recent");
  putPlate(element, call.series, call.number);
  write(element, "place", names.desks[call.desk].name);
  return element;
}

/** A recalled number stands once in a list, at its latest call. */
export function latestOfEachTicket(calls) {
  const labels = new Set();
  return calls.filter((call) => !labels.has(call.label) && labels.add(call.label));
}
