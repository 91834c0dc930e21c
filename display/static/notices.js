// Which sentence of the Office is in the foot strip? Paged, never scrolled: the usual strip, then notice by notice.

import { write } from "./board.js";
import { fit, isInside } from "./fit.js";

const PAGE_MS = 8000;

let split = new Map(); // notice → the parts that fit
let shown = "";

/** The screen has another size: long notices are parted anew. */
export function forgetParts() {
  split = new Map();
  shown = "";
}

/** Turns the strip's page when its time has come. The clock alone decides, so that all walls turn together. */
export function paintNotices(board, now) {
  const box = document.querySelector("[data-recent-box]");
  const texts = board.notices.filter((each) => !each.until || now < Date.parse(each.until)).map((each) => each.text);
  const pages = ["", ...texts.flatMap((text) => partsOf(text, box))];
  const page = pages[Math.floor(now / PAGE_MS) % pages.length];
  if (page !== shown) show(page, box);
  box.dataset.pages = pages.length;
}

function show(page, box) {
  shown = page;
  box.dataset.strip = page ? "notice" : "usual";
  if (page) write(box, "notice-text", page);
  fit(box);
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
