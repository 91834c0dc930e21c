// Which sentence is in the foot strip? What is being spoken, word for word; else, paged and never scrolled, the usual
// strip, then the announcements that still hold and the Office's notices.

import { fit, isInside } from "./fit.js";
import { write } from "./painting.js";

const PAGE_MS = 8000;

let split = new Map(); // notice → the parts that fit
let shown = "";
let caption = "";

/** The screen has another size: long notices are parted anew. */
export function forgetParts() {
  split = new Map();
  shown = "";
}

/** For those who do not hear: what the loudspeaker says while it says it; "" when it is silent. */
export function setCaption(text) {
  caption = text;
}

/** Turns the strip's page when its time has come. The clock alone decides, so that all walls turn together. */
export function paintNotices(board, now) {
  const box = document.querySelector("[data-recent-box]");
  const told = [...board.announcements.filter(({ kind }) => kind !== "test"), ...board.notices];
  const texts = told.filter((each) => !each.until || now < Date.parse(each.until)).map((each) => each.text);
  forgetOthers(texts);
  const pages = ["", ...texts.flatMap((text) => partsOf(text, box))];
  const number = Math.floor(now / PAGE_MS) % pages.length;
  const page = caption || pages[number];
  if (page !== shown) show(page, pages.length > 2 && !caption ? `${number}/${pages.length - 1}` : "", box);
  box.dataset.pages = pages.length;
}

function show(page, number, box) {
  shown = page;
  box.dataset.strip = caption ? "caption" : page ? "notice" : "usual";
  if (page) write(box, "notice-text", page);
  write(box, "notice-number", number);
  fit(box);
}

// Weeks of notices must not stay in the memory of a page that is never reloaded.
function forgetOthers(texts) {
  for (const text of split.keys()) if (!texts.includes(text)) split.delete(text);
}

function partsOf(text, box) {
  if (!split.has(text)) split.set(text, part(text.split(" "), box));
  return split.get(text);
}

// As many words as two lines hold; a single word that is too long is left to shrink.
function part(words, box) {
  const before = box.dataset.strip;
  box.dataset.strip = "notice";
  box.style.setProperty("--fit", 1);
  write(box, "notice-number", "9/9"); // it will need room too
  const parts = [];
  let line = "";
  for (const word of words) {
    const longer = line ? `${line} ${word}` : word;
    write(box, "notice-text", longer);
    if (line && !isInside(box)) {
      parts.push(`${line} …`);
      line = `… ${word}`;
    } else line = longer;
  }
  box.dataset.strip = before ?? "usual";
  shown = null; // what stood there was written over
  return [...parts, line];
}
