// Which departments are on duty on which days? Departments with the same days share a line; today's stands on top.

import { copyOf, isPainted, unbroken } from "./painting.js";
import { fit } from "./fit.js";

export function paintRoster(roster, board, names) {
  const isLarge = document.body.dataset.slot;
  if (isPainted(roster, [board.roster, board.on_duty, board.weekday, board.works_as, isLarge])) return;
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
