// How does the guide give numbers, answer calls for help, and find or enter a number? Joins the parts of the page.

import { chime } from "/theme/chime.js";
import { now, setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { plate } from "/theme/plate.js";
import { get, post } from "/theme/post.js";
import { Finding } from "./guide_find.js";
import { $, element } from "./made.js";
import { answered, randomId } from "./answered.js";
import { minutes, say } from "./words.js";

const base = document.body.dataset.base;
const KEPT = 3;
const NOTICE_MS = 10_000;

let state = JSON.parse($("state-json").textContent);
let given = []; // the tickets of this page, newest first
let isGiving = false;
let noticeTimer = 0;
const title = document.title;
const finding = new Finding(base);

function show(next) {
  if (next.seq < state.seq) return;
  const isNew = next.calls.some((call) => !state.calls.some((old) => old.id === call.id));
  state = next;
  setNow(next.now);
  given = given.map((ticket) => ({ ...ticket, ...next.tickets.find((each) => each.token === ticket.token) }));
  drawCalls();
  drawGiven();
  finding.drawDepartments(state.departments);
  if (isNew) chime();
}

function drawCalls() {
  $("calls").replaceChildren(...state.calls.map(callLine));
  $("calls-none").hidden = state.calls.length > 0;
  document.title = state.calls.length ? `(${state.calls.length}) ${title}` : title;
  drawWaits();
}

function callLine(call) {
  const line = $("call").content.firstElementChild.cloneNode(true);
  line.querySelector("b").textContent = call.kiosk;
  line.dataset.at = call.asked_at;
  line.dataset.asked = call.asked;
  line.querySelector("button").addEventListener("click", () => answerCall(call));
  return line;
}

function drawWaits() {
  for (const line of $("calls").children) {
    const words = say("desk.guide.since", { time: line.dataset.asked, wait: minutes(now() - Date.parse(line.dataset.at)) });
    line.querySelector("small").textContent = words;
  }
}

async function answerCall(call) {
  const answer = await post(`${base}help/${call.id}`);
  if (answer.ok) notice(say("desk.guide.answered", { kiosk: call.kiosk }), true);
  else notice(answer.data?.detail || say("desk.not_offline"));
  refetch().catch(() => {});
}

// One touch, one number: sent again with the same identity until the server has answered.
async function give(event) {
  event.preventDefault();
  if (isGiving) return;
  const wanted = finding.wanted();
  if (!wanted) return notice(say("desk.guide.choose_department"));
  isGiving = true;
  const wish = { ...wanted, ...options(), touch_id: randomId() };
  const answer = await answered(`${base}tickets`, wish, () => notice(say("desk.guide.resending")));
  isGiving = false;
  if (!answer.ok) return notice(answer.data?.detail || answer.data?.title || "");
  took(answer.data);
}

function options() {
  const value = (id) => $(id)?.value || null;
  return { priority: value("priority"), kiosk: value("paper"), language: value("language") };
}

function took(ticket) {
  given = [ticket, ...given].slice(0, KEPT);
  drawGiven();
  notice(ticket.warning ?? "");
  if ($("priority")) $("priority").selectedIndex = 0;
  if ($("language")) $("language").selectedIndex = 0;
  finding.clear();
  refetch().catch(() => {});
}

function drawGiven() {
  $("given").replaceChildren(...given.map((ticket) => slip(ticket)));
}

function slip(ticket) {
  const made = $("ticket").content.firstElementChild.cloneNode(true);
  made.classList.toggle("slip--wrong", ticket.is_paper_wrong);
  made.querySelector(".slip__plate").append(plate(ticket.series, ticket.number));
  made.querySelector(".slip__what").textContent = `${ticket.what} · ${ticket.department}`;
  made.querySelector(".slip__where").textContent = [ticket.state, ticket.place, ticket.ahead, ticket.wait].filter(Boolean).join(" · ");
  const code = ticket.code ? say("desk.guide.code", { code: ticket.code }) : "";
  made.querySelector(".slip__more").textContent = [code, ticket.paper].filter(Boolean).join(" · ");
  return made;
}

async function find(event) {
  event?.preventDefault();
  const typed = $("label").value.trim();
  if (!typed) return;
  const answer = await get(`${base}find?${new URLSearchParams({ label: typed })}`);
  if (!answer.ok) return notice(say("desk.not_offline"));
  const found = answer.data.map(foundSlip);
  $("tickets").replaceChildren(...(found.length ? found : [element("p", "mut", say("desk.guide.nothing"))]));
}

function foundSlip(ticket) {
  const made = slip(ticket);
  if (ticket.may_return) made.lastElementChild.append(formOf("return", (form) => bringBack(ticket, form)));
  if (ticket.may_reprint) made.lastElementChild.append(formOf("reprint", (form) => reprint(ticket, form)));
  return made;
}

function formOf(name, act) {
  const form = $(name).content.firstElementChild.cloneNode(true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  });
  return form;
}

async function reprint(ticket, form) {
  const wish = { ticket: ticket.id, reason: form.querySelector("select").value, kiosk: $("paper")?.value || null };
  const answer = await post(`${base}reprint`, wish);
  if (!answer.ok) return notice(answer.data?.detail || say("desk.not_offline"));
  notice(say("desk.guide.reprinted", { label: ticket.label }), true);
  find();
}

async function bringBack(ticket, form) {
  const answer = await post(`${base}returned`, { label: ticket.label, code: form.querySelector("input").value });
  if (!answer.ok) return notice(answer.data?.detail || say("desk.not_offline"));
  notice(say("desk.guide.returned", { label: ticket.label }), true);
  find();
}

// The next slip of the pile has mostly the next number.
async function enterByHand(event) {
  event.preventDefault();
  const number = Number($("hand-number").value.trim());
  const department = $("hand-department").value;
  if (!department || !Number.isInteger(number) || number < 1) return sayByHand(say("desk.guide.choose_department"));
  const at = $("hand-at").value.trim().replace(/[.h]/, ":") || null;
  if (at && !/^([01]?\d|2[0-3]):[0-5]\d$/.test(at)) return sayByHand(say("desk.break.at.wrong"));
  const answer = await answered(`${base}by-hand`, { department, number, at, touch_id: randomId() }, () => sayByHand(say("desk.guide.resending")));
  if (!answer.ok) return sayByHand(answer.data?.detail || answer.data?.title || "");
  sayByHand(say("desk.guide.by_hand.done", { label: answer.data.label }));
  $("hand-number").value = String(number + 1);
  $("hand-number").select();
}

function sayByHand(sentence) {
  $("by-hand-said").textContent = sentence;
}

function notice(sentence, isGood = false) {
  clearTimeout(noticeTimer);
  $("notice").hidden = !sentence;
  $("notice").classList.toggle("say--ok", isGood);
  $("notice").classList.toggle("say--warn", !isGood);
  $("notice").querySelector("span").textContent = sentence;
  if (sentence) noticeTimer = setTimeout(() => notice(""), NOTICE_MS);
}

async function refetch() {
  const tokens = given.map((ticket) => ticket.token).join(",");
  const answer = await get(`${base}state?${new URLSearchParams({ tokens })}`);
  if (answer.status === 401 || answer.status === 403) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  if (!answer.ok) throw new Error(`no state: ${answer.status}`);
  show(answer.data);
  return answer.data.seq;
}

function key(event) {
  const act = {
    F2: () => state.calls[0] && answerCall(state.calls[0]),
    F4: () => $("label").focus(),
    F8: () => $("hand-number").focus(),
    Escape: () => finding.clear(),
  }[event.key];
  if (!act || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  if (!event.repeat) act();
}

$("give").addEventListener("submit", give);
$("find").addEventListener("submit", find);
$("by-hand").addEventListener("submit", enterByHand);
document.addEventListener("keydown", key);
startClock();
setNow(state.now);
drawCalls();
finding.drawDepartments(state.departments);
finding.find(); // somebody may have typed before this script was here
setInterval(drawWaits, 5_000);
connect({
  screen: "guide",
  onNews: () => refetch().catch(() => {}),
  onSnapshotNeeded: refetch,
  onState: (next) => {
    $("online").hidden = next !== "live";
    $("offline").hidden = next === "live";
  },
});
