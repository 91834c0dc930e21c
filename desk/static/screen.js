// What is on the screen for a state of the desk? Draws all of it; knows nothing of keys and commands.

import { plate } from "/theme/plate.js";
import { drawLists } from "./lists.js";
import { $, element, icon } from "./made.js";
import { minutes, say } from "./words.js";

// The one big action of each phase: its command, its word, its picture.
export const MAIN = {
  closed: { verb: "open", word: "desk.open" },
  break: { verb: "back", word: "desk.back" },
  ready: { verb: "next", word: "desk.call_next" },
  calling: { verb: "serve", word: "desk.arrived" },
  serving: { verb: "finish", word: "desk.finish" },
};
const STEPS = ["desk.step.taken", "desk.step.called", "desk.step.serving", "desk.step.finished"];
// What the officer has ticked off, for each ticket; a note of this page alone.
const ticked = new Map();

export function draw(view) {
  $("desk").dataset.phase = view.phase;
  for (const part of document.querySelectorAll("[data-for]")) {
    part.hidden = !part.dataset.for.split(" ").includes(view.phase);
  }
  drawTop(view);
  drawMain(view.phase);
  if (view.ticket) drawTicket(view);
  else drawIdle(view);
  drawLists(view);
}

function drawTop(view) {
  const isOpen = view.phase !== "closed";
  const isTaken = !isOpen && view.officer !== null;
  const presence = view.phase === "break" ? "break" : isOpen ? "open" : isTaken ? "taken" : "closed";
  $("departments").textContent = view.departments.join(" · ");
  $("departments").title = view.departments.join("\n");
  $("presence").textContent = say(`desk.presence.${presence}`);
  $("presence").classList.toggle("live--off", presence !== "open");
  $("act-close").hidden = !isOpen;
  $("act-break").hidden = !isOpen || view.phase === "break";
  $("other").hidden = isOpen;
  $("sign-out").hidden = isOpen;
  $("take-over").hidden = !view.may_take_over;
  $("state").textContent = say(`desk.state.${isTaken ? "taken" : view.phase}`, { n: view.ticket?.calls });
  document.title = [view.ticket?.label, $("state").textContent].filter(Boolean).join(" · ");
}

function drawMain(phase) {
  const { verb, word } = MAIN[phase];
  const main = $("act-main");
  main.querySelector(".act__word").textContent = say(word);
  main.querySelector(".act__icon").replaceChildren(icon(verb));
}

function drawTicket(view) {
  const ticket = view.ticket;
  $("plate").replaceChildren(plate(ticket.series, ticket.number));
  $("what").textContent = view.procedures.length > 1 ? view.procedures.map((each) => each.name).join(" + ") : ticket.what;
  $("priority").hidden = !ticket.priority;
  $("priority").lastElementChild.textContent = ticket.priority;
  $("taken-at").textContent = ticket.arrived;
  $("waited").textContent = minutes(ticket.waited_s * 1000);
  $("of-department").textContent = view.departments.length > 1 ? ticket.department : "";
  $("sent").hidden = !ticket.sent;
  $("sent").querySelector("b").textContent = ticket.sent;
  $("sent").querySelector("span > span").textContent = ticket.note;
  $("steps").replaceChildren(...steps(view));
  drawDocuments(view);
}

function steps(view) {
  const current = view.phase === "calling" ? 1 : 2;
  const times = [view.ticket.arrived, view.ticket.called, view.ticket.serving, ""];
  return STEPS.map((key, index) => {
    const step = element("li", index < current ? "is-done" : index === current ? "is-now" : "");
    step.textContent = `${index + 1}. ${say(key)} ${times[index] ?? ""}`.trim();
    if (index === current) step.setAttribute("aria-current", "step");
    return step;
  });
}

// Under the procedure's name where there are several. Drawn anew only for another list: a tick keeps the focus.
function drawDocuments(view) {
  const mark = JSON.stringify([view.ticket.id, view.procedures]);
  if ($("documents").dataset.mark === mark) return;
  $("documents").dataset.mark = mark;
  const isLong = view.procedures.reduce((n, each) => n + each.documents.length, 0) > 3;
  $("documents").classList.toggle("is-long", isLong);
  $("documents").replaceChildren(...view.procedures.flatMap((each) => checklist(each, view)));
}

function checklist(procedure, view) {
  const heading = view.procedures.length > 1 ? [element("p", "need__of", procedure.name)] : [];
  const list = element("ul");
  const lines = procedure.documents.map((text, index) => documentLine(text, `${procedure.id}:${index}`, view.ticket.id));
  list.append(...(lines.length ? lines : [element("li", "mut", say("desk.documents.none"))]));
  return [...heading, list];
}

function documentLine(text, key, ticket) {
  const line = element("li");
  const label = element("label");
  const box = element("input");
  const done = ticked.get(ticket) ?? new Set();
  box.type = "checkbox";
  box.checked = done.has(key);
  box.addEventListener("change", () => {
    if (box.checked) done.add(key);
    else done.delete(key);
    ticked.set(ticket, done);
  });
  label.append(box, element("span", "", text));
  line.append(label);
  return line;
}

function drawIdle(view) {
  const next = view.phase === "ready" ? view.waiting[0] : undefined;
  const [title, hint] = idleWords(view, next);
  $("idle-title").textContent = title;
  $("idle-hint").textContent = hint;
  $("idle-next").hidden = !next;
  if (!next) return;
  $("next-plate").replaceChildren(plate(next.series, next.number));
  $("next-what").textContent = next.what;
}

function idleWords(view, next) {
  if (view.phase === "closed") return [view.closed_title, view.closed_hint];
  if (view.phase === "break") {
    const waiting = say("desk.waiting.count", { n: view.waiting_count });
    const title = view.back_at ? say("desk.break.until", { time: view.back_at }) : say("desk.break.since");
    return [title, `${say("desk.waiting")}: ${waiting}`];
  }
  return next ? [say("desk.ready.title"), ""] : [say("desk.empty"), say("desk.ready.hint")];
}
