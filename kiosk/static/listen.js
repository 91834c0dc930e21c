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

function hush() {
  saying?.stop();
  saying = null;
  show();
}

async function read() {
  const mine = new Saying();
  saying = mine;
  heard = `${page()} ${language()}`;
  show();
  await mine.begin();
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
const firstShown = (from) => marks().findIndex((element, at) => at >= from && isShown(element));
const heardFrom = (from) => `${location.pathname}${location.search}${location.search ? "&" : "?"}part=heard&from=${from}`;

class Saying {
  constructor() {
    this.isOver = false;
    this.audio = new Audio();
  }

  // A long page comes piece by piece, and what stands on its other leaves is passed over.
  async begin() {
    for (let from = firstShown(0); from >= 0 && !this.isOver; ) {
      const { ok, data } = await get(heardFrom(from), ANSWER_MS);
      if (!ok) return;
      await this.say(data);
      from = data.next === null ? -1 : firstShown(data.next);
    }
  }

  async say(data) {
    for (const clip of data.clips) {
      const element = marks()[clip.at];
      if (this.isOver) return;
      if (!element || !isShown(element)) continue;
      element.classList.add("is-heard");
      const { digit } = (element.closest("[data-digit]") ?? element.querySelector("[data-digit]"))?.dataset ?? {};
      if (digit && data.digits[digit]) await this.play(data.digits[digit]);
      await this.play(clip.url);
      element.classList.remove("is-heard");
      await this.pause(clip.pause_ms || BETWEEN_MS);
      wake();
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
