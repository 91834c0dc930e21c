// What stands on the board of desks, among the recent calls and on the roster? Painted whole from one board.

import { clockText } from "/theme/clock.js";
import { digits, plate } from "/theme/plate.js";
import { fit } from "./fit.js";

const RECENT = 3;

let paintedAs = new WeakMap();

/** Fitting text costs layout: what has not changed is not painted again, until the screen's size changes. */
export function forgetPainted() {
  paintedAs = new WeakMap();
}

/** Paints everything but the left slot. `names`: the office's own, from the page; `shown`: the call in the slot. */
export function paintBoard(board, names, shown) {
  paintRows(board, names);
  for (const roster of document.querySelectorAll("[data-roster]")) paintRoster(roster, board, names);
  paintRecent(board, names, shown);
  write(document, "total", names.words.total.replace("{n}", board.waiting));
}

function paintRows(board, names) {
  const list = document.querySelector("[data-rows]");
  list.closest(".board").style.setProperty("--rows", board.rows.length);
  while (list.children.length > board.rows.length) list.lastElementChild.remove();
  while (list.children.length < board.rows.length) list.append(copyOf("row"));
  const rows = board.rows.map((row) => rowInWords(row, board, names));
  rows.forEach((row, position) => paintRow(list.children[position], row));
  // All together and last: the longest name of a desk decides how much room every row has.
  const isSame = isPainted(list, rows.map((row) => [row.label, row.departments, row.state === "calling"]));
  if (!isSame) list.querySelectorAll(".is-name, [data-departments]").forEach((text) => fit(text));
}

function rowInWords(row, board, names) {
  const desk = names.desks[row.desk];
  return {
    ...row,
    label: desk.short,
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
    const { words } = names;
    return row.back_at ? words.break.replace("{time}", clockText(Date.parse(row.back_at))) : words.pause;
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

function paintRoster(roster, board, names) {
  if (isPainted(roster, [board.roster, board.on_duty, board.weekday, board.works_as])) return;
  const isToday = (line) => line.days.includes(board.works_as);
  const lines = [...board.roster].sort((a, b) => isToday(b) - isToday(a));
  roster.replaceChildren(...lines.map((line) => lineOf(line, isToday(line), board, names)));
  fit(roster);
}

function lineOf(line, isToday, board, names) {
  const element = copyOf("roster-line");
  element.classList.toggle("is-today", isToday);
  const days = line.days.map((day) => chip(names.days[day], isToday && day === board.weekday));
  // A make-up Saturday is worked as another day: the weekday alone would not tell.
  if (isToday && !line.days.includes(board.weekday)) days.push(chip(names.words.today, true));
  element.querySelector("[data-days]").replaceChildren(...days);
  const departments = line.departments.map((code) => departmentOf(code, isToday, board, names));
  element.querySelector("[data-departments]").replaceChildren(...departments);
  return element;
}

function chip(text, isToday) {
  const element = document.createElement("b");
  element.textContent = text;
  element.classList.toggle("is-today", isToday);
  return element;
}

// A one-day exception is said in words at the department: extra duty, or none today.
function departmentOf(code, isToday, board, names) {
  const element = document.createElement("li");
  const isOnDuty = board.on_duty.includes(code);
  const note = isToday === isOnDuty ? "" : isToday ? names.words.off : names.words.extra;
  element.textContent = unbroken(names.departments[code].short + (note && ` (${note})`));
  element.classList.toggle("is-off", isToday && !isOnDuty);
  return element;
}

/** Puts a number's plate into the place kept for it in `element`; no number, no plate. */
export function putPlate(element, series, number, kind = "") {
  const place = element.querySelector("[data-plate]");
  place.hidden = number === null;
  if (number === null) return;
  const made = plate(series, number, { kind });
  made.classList.toggle("is-long", String(series).length + digits(number).length > 4);
  place.replaceChildren(made);
}

/** Writes into the place called `name`, and returns it. */
export function write(element, name, text) {
  const place = element.querySelector(`[data-${name}]`);
  place.textContent = unbroken(String(text));
  return place;
}

// No line begins with the dash of "Tài chính - Kế hoạch" or the number of "tầng 1".
const unbroken = (text) => text.replace(/ (?=[-–] |\d)/g, "\u00a0");

function isPainted(element, value) {
  const text = JSON.stringify(value);
  if (paintedAs.get(element) === text) return true;
  paintedAs.set(element, text);
  return false;
}

const copyOf = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
