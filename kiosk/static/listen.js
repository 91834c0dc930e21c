// How is a page heard? What its template marks is said in order, what is being said stands out. Whoever asked once hears
// each page that follows, until they stop it or leave.

import { get } from "/theme/post.js";
import { wake } from "./idle.js";
import { language, page, screen } from "./screen.js";

const BETWEEN_MS = 250;
const ANSWER_MS = 8000;
let isFollowing = false;
let saying = null;
// Which page was heard last, and in which language.
let heard = "";

export const isHeard = () => isFollowing;

export function toggleListening() {
  if (saying) return stopListening();
  isFollowing = true;
  wake();
  read();
}

export function stopListening() {
  isFollowing = false;
  hush();
}

// A page stands: the sentence about the last one has lost its meaning, unless it only became true again.
export function hearPage(step) {
  const isSame = step === "stay" && heard === `${page()} ${language()}`;
  if (isSame && saying) return show();
  hush();
  if (isFollowing && !isSame) read();
}

// A list was turned: what stands there now is read.
export function hearTurned() {
  if (!isFollowing) return;
  hush();
  read();
}

// A question or a message stands before the page: that is what matters now.
export function hearDialog(dialog) {
  if (!isFollowing || !dialog.open) return;
  hush();
  dialog.addEventListener("close", () => saying?.within === dialog && hush(), { once: true });
  read(dialog);
}

// Words that no page has come with their sounds: a refusal, and what becomes of a call for help.
export function hearAnswer(data) {
  if (!isFollowing || !data?.heard?.length) return;
  hush();
  begin(new Saying(), (saying) => saying.sayAll(data.heard));
}

function hush() {
  saying?.stop();
  saying = null;
  show();
}

function read(within = null) {
  heard = `${page()} ${language()}`;
  begin(new Saying(within), (saying) => saying.begin());
}

async function begin(mine, speak) {
  saying = mine;
  show();
  await speak(mine);
  if (saying !== mine) return;
  saying = null;
  show();
}

function show() {
  for (const button of screen().querySelectorAll("[data-listen]")) {
    button.setAttribute("aria-pressed", String(saying !== null));
    button.querySelector("span").textContent = saying ? button.dataset.on : button.dataset.off;
  }
}

const marks = () => [...screen().querySelectorAll("[data-say]")];
const isShown = (element) => element.getClientRects().length > 0;
const heardFrom = (from) => `${location.pathname}${location.search}${location.search ? "&" : "?"}part=heard&from=${from}`;

// Where `place` has its next mark that can be seen; -1 after the last one.
function nextIn(place, from) {
  return marks().findIndex((element, at) => at >= from && place.contains(element) && isShown(element));
}

// What is said when the server is gone must have come before that.
const away = () => document.getElementById("offline");
const firstAway = () => marks().findIndex((element) => away().contains(element));
let spare = { language: "", clips: [] };

async function keepSpare() {
  if (spare.language === language()) return;
  const { ok, data } = await get(heardFrom(firstAway()), ANSWER_MS);
  if (!ok) return;
  const own = data.clips.filter((clip) => away().contains(marks()[clip.at]));
  spare = { language: language(), clips: own.map((clip) => ({ ...clip, at: clip.at - firstAway() })) };
  for (const { url } of own) fetch(url).catch(() => {});
}

function whatIsKept() {
  const clips = spare.language === language() ? spare.clips : [];
  return { digits: {}, clips: clips.map((clip) => ({ ...clip, at: clip.at + firstAway() })) };
}

class Saying {
  // `within`: a dialog, or else the whole page, also after it came anew.
  constructor(within = null) {
    this.within = within;
    this.isOver = false;
    this.audio = new Audio();
  }

  // A long page comes piece by piece, and what stands on its other leaves is passed over.
  async begin() {
    for (let from = nextIn(this.place(), 0); from >= 0 && !this.isOver; ) {
      const { ok, data } = await get(heardFrom(from), ANSWER_MS);
      if (ok) keepSpare();
      await this.say(ok ? data : whatIsKept());
      from = ok && data.next !== null ? nextIn(this.place(), data.next) : -1;
    }
  }

  async say(told) {
    for (const clip of told.clips) {
      const element = marks()[clip.at];
      if (this.isOver) return;
      if (!element || !this.place().contains(element) || !isShown(element)) continue;
      element.classList.add("is-heard");
      const { digit } = (element.closest("[data-digit]") ?? element.querySelector("[data-digit]"))?.dataset ?? {};
      if (digit && told.digits[digit]) await this.play(told.digits[digit]);
      await this.sayAll([clip]);
      element.classList.remove("is-heard");
      wake();
    }
  }

  place() {
    return this.within ?? screen();
  }

  async sayAll(clips) {
    for (const clip of clips) {
      await this.play(clip.url);
      await this.pause(clip.pause_ms || BETWEEN_MS);
    }
  }

  play(url) {
    if (this.isOver) return null;
    return new Promise((done) => {
      this.done = done;
      this.audio.onended = this.audio.onerror = done;
      this.audio.src = url;
      this.audio.play().catch(done);
    });
  }

  pause(ms) {
    return this.isOver ? null : new Promise((done) => setTimeout(done, ms));
  }

  stop() {
    this.isOver = true;
    this.audio.pause();
    this.done?.();
    for (const element of document.querySelectorAll(".is-heard")) element.classList.remove("is-heard");
  }
}
