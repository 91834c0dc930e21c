// The recorder: one clip after the other at the microphone, heard as the hall will hear it, then accepted.

import { post } from "/theme/post.js";
import { Microphone, isAllowed } from "./microphone.js";

const SOUNDS_MS = 20_000; // a long recording is cut and levelled by the server in this time
const page = document.querySelector("[data-recorder]");
const part = (name) => document.querySelector(`[data-${name}]`);
const { base, rate, longestS } = page.dataset;
const words = JSON.parse(document.getElementById("words").textContent);
const clips = JSON.parse(document.getElementById("clips").textContent);
const player = new Audio();

let microphone = null;
let current = Math.max(0, clips.findIndex((clip) => clip.state !== "ready"));
let isDrafted = false; // there is a draft that may be accepted
let isBusy = false;
let longest = 0;

const address = (what) => `${base}/${clips[current].code}/${what}`;

function show() {
  const clip = clips[current];
  part("prompt").textContent = clip.text;
  part("form").textContent = clip.form;
  part("example").textContent = clip.group === "announcements" ? "" : words.example.replace("{sentence}", clip.example);
  const isOn = Boolean(microphone?.isOn);
  part("record").dataset.on = isOn;
  part("record-words").textContent = isOn ? words.stop : words.record;
  part("record").disabled = isBusy || !isAllowed();
  part("listen").disabled = isBusy || isOn || !(isDrafted || clip.state === "ready");
  part("accept").disabled = isBusy || isOn || !isDrafted;
  part("remove").disabled = isBusy || isOn || clip.state === "missing";
  for (const row of document.querySelectorAll("[data-clip]")) {
    const state = clips.find(({ code }) => code === row.dataset.clip).state;
    row.toggleAttribute("aria-current", row.dataset.clip === clip.code);
    row.dataset.state = state;
    row.querySelector("[data-state-word]").textContent = words[state];
  }
}

function tell(kind, sentence) {
  const told = part("told");
  told.className = `say say--${kind}`;
  told.textContent = sentence;
  told.hidden = !sentence;
}

function choose(number) {
  if (microphone?.isOn || isBusy) return;
  current = (number + clips.length) % clips.length;
  isDrafted = false;
  tell("ok", "");
  show();
  document.querySelector(`[data-clip="${clips[current].code}"]`).scrollIntoView({ block: "nearest" });
}

async function record() {
  if (microphone?.isOn) return finish();
  try {
    microphone ??= await Microphone.open((level) => (part("level").value = level));
    await microphone.start();
  } catch (fault) {
    microphone = null;
    return tell("stop", words[fault.name] ?? words.no_microphone);
  }
  player.pause();
  isDrafted = false;
  tell("ok", "");
  longest = setTimeout(finish, longestS * 1000);
  show();
}

async function finish() {
  clearTimeout(longest);
  isBusy = true;
  const sound = await microphone.stop(Number(rate));
  show();
  const answer = await send(address("draft"), sound);
  isBusy = false;
  isDrafted = Boolean(answer.ok && answer.data.is_usable);
  if (!answer.ok) tell("stop", answer.data?.title ?? words.no_answer);
  else if (answer.data.faults.length) tell(isDrafted ? "warn" : "stop", answer.data.faults.join(" "));
  else tell("ok", words.heard.replace("{seconds}", String(answer.data.seconds).replace(".", ",")));
  show();
  if (isDrafted) listen();
  part(isDrafted ? "accept" : "record").focus();
}

// As `post`, with the sound itself as the body.
async function send(url, sound) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "Content-Type": "audio/wav", Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(url, { method: "POST", headers, body: sound, signal: AbortSignal.timeout(SOUNDS_MS) });
    return { ok: answer.ok, data: await answer.json() };
  } catch {
    return { ok: false, data: null };
  }
}

function listen() {
  player.src = `${address(isDrafted ? "draft.wav" : "accepted.wav")}?${Date.now()}`;
  return player.play().catch(() => tell("warn", words.no_sound));
}

async function change(what) {
  isBusy = true;
  show();
  const { ok, data } = await post(address(what), {}, SOUNDS_MS);
  isBusy = false;
  if (!ok) tell("stop", data?.title ?? words.no_answer);
  else {
    clips[current].state = data.state;
    isDrafted = false;
    progress(data.done, data.total);
  }
  show();
  return ok;
}

async function accept() {
  if (!(await change("accept"))) return;
  const order = clips.map((_, n) => (current + 1 + n) % clips.length);
  const next = order.find((n) => clips[n].state !== "ready");
  if (next === undefined) return tell("ok", words.all_done);
  choose(next);
  part("record").focus();
}

function progress(done, total) {
  Object.assign(part("progress"), { value: done, max: total });
  part("progress-words").textContent = words.done.replace("{done}", done).replace("{total}", total);
}

if (!isAllowed()) part("not-allowed").hidden = false;
part("record").addEventListener("click", record);
part("listen").addEventListener("click", listen);
part("accept").addEventListener("click", accept);
part("remove").addEventListener("click", () => change("remove"));
part("before").addEventListener("click", () => choose(current - 1));
part("after").addEventListener("click", () => choose(current + 1));
for (const row of document.querySelectorAll("[data-clip]")) {
  row.addEventListener("click", () => choose(clips.findIndex(({ code }) => code === row.dataset.clip)));
}
show();
