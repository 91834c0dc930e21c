// What is on the screen for a state of the desk? Draws all of it; knows nothing of keys and commands.

import { plate } from "/theme/plate.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);

// The one big action of each phase: its command, its word, its picture.
export const MAIN = {
  closed: { verb: "open", word: "desk.open" },
  ready: { verb: "next", word: "desk.call_next" },
  calling: { verb: "serve", word: "desk.arrived" },
  serving: { verb: "finish", word: "desk.finish" },
};
const STEPS = ["desk.step.taken", "desk.step.called", "desk.step.serving", "desk.step.finished"];

export function draw(view) {
  $("desk").dataset.phase = view.phase;
  for (const part of document.querySelectorAll("[data-for]")) {
    part.hidden = !part.dataset.for.split(" ").includes(view.phase);
  }
  drawTop(view);
  drawMain(view.phase);
  if (view.ticket) drawTicket(view);
  else drawIdle(view);
  drawList("waiting", view.waiting, waitingRow, view);
  drawList("no-shows", view.no_shows, noShowRow, view);
  drawList("served", view.served, servedRow, view);
  drawCounts(view);
}

function drawTop(view) {
  const isOpen = view.phase !== "closed";
  const isTaken = !isOpen && view.officer !== null;
  $("departments").textContent = view.departments.join(" · ");
  $("departments").title = view.departments.join("\n");
  $("presence").textContent = say(`desk.presence.${isOpen ? "open" : isTaken ? "taken" : "closed"}`);
  $("presence").classList.toggle("live--off", !isOpen);
  $("close").hidden = !isOpen;
  $("other").hidden = isOpen;
  $("sign-out").hidden = isOpen;
  $("state").textContent = say(`desk.state.${isTaken ? "taken" : view.phase}`, { n: view.ticket?.calls });
}

function drawMain(phase) {
  const { verb, word } = MAIN[phase];
  const main = $("act-main");
  main.querySelector(".act__word").textContent = say(word);
  main.querySelector(".act__icon").replaceChildren($(`icon-${verb}`).content.cloneNode(true));
}

function drawTicket(view) {
  const ticket = view.ticket;
  $("plate").replaceChildren(plate(ticket.series, ticket.number));
  $("what").textContent = ticket.what;
  $("taken-at").textContent = ticket.arrived;
  $("of-department").textContent = view.departments.length > 1 ? ticket.department : "";
  $("steps").replaceChildren(...steps(view));
  drawDocuments(view.documents);
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

function drawDocuments(documents) {
  const lines = documents.map((text) => {
    const line = element("li");
    line.append($("icon-document").content.cloneNode(true), element("span", "", text));
    return line;
  });
  if (!lines.length) lines.push(element("li", "mut", say("desk.documents.none")));
  $("documents").classList.toggle("is-long", lines.length > 3);
  $("documents").replaceChildren(...lines);
}

function drawIdle(view) {
  const isOpen = view.phase === "ready";
  const next = isOpen ? view.waiting[0] : undefined;
  $("idle-title").textContent = isOpen ? say(next ? "desk.ready.title" : "desk.empty") : view.closed_title;
  $("idle-hint").textContent = isOpen ? (next ? "" : say("desk.ready.hint")) : view.closed_hint;
  $("idle-next").hidden = !next;
  if (!next) return;
  $("next-plate").replaceChildren(plate(next.series, next.number));
  $("next-what").textContent = next.what;
}

function drawList(name, rows, cells, view) {
  $(name).replaceChildren(...rows.map((row, index) => {
    const line = element("tr", name === "waiting" && index === 0 ? "is-next" : "");
    const number = element("td");
    number.append(plate(row.series, row.number));
    line.append(number, ...cells(row, index, view));
    return line;
  }));
}

// data-since: the minutes since then are written and kept by timers.js.
function waitingRow(row, index, view) {
  const wait = element("td", "r nw");
  const since = element("b");
  since.dataset.since = row.arrived_at;
  wait.append(since);
  if (index === 0) wait.append(element("br"), element("span", "mut", say("desk.next")));
  return [what(row, view), wait];
}

function noShowRow(row, _index, view) {
  return [what(row, view), element("td", "r mut nw", say("desk.no_shows.row", { time: row.ended, n: row.calls }))];
}

function servedRow(row, _index, view) {
  return [what(row, view), element("td", "r mut nw", `${row.ended} · ${row.minutes}`)];
}

function what(row, view) {
  const cell = element("td", "q__what");
  cell.append(element("span", "q__name", row.what));
  const small = [view.departments.length > 1 ? row.department : "", row.outcome ?? ""].filter(Boolean).join(" · ");
  if (small) cell.append(element("span", "q__small mut", small));
  return cell;
}

function drawCounts(view) {
  $("waiting-count").textContent = say("desk.waiting.count", { n: view.waiting.length });
  $("waiting-empty").hidden = view.waiting.length > 0;
  $("longest").hidden = view.waiting.length === 0;
  $("no-shows-card").hidden = view.no_shows.length === 0;
  $("no-shows-count").textContent = say("desk.waiting.count", { n: view.no_shows.length });
  $("served-count").textContent = say("desk.served.count", { n: view.served_count });
  $("served-mean").textContent = view.served_mean;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
