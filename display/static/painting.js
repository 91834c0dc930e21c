// How is something put on the wall? Written without bad breaks, and only if it changed: fitting text costs layout.

import { digits, plate } from "/theme/plate.js";

let paintedAs = new WeakMap();

/** The screen's size changed: everything is painted anew. */
export function forgetPainted() {
  paintedAs = new WeakMap();
}

export function isPainted(element, value) {
  const text = JSON.stringify(value);
  if (paintedAs.get(element) === text) return true;
  paintedAs.set(element, text);
  return false;
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
  const whole = unbroken(String(text));
  if (place.textContent !== whole) place.textContent = whole;
  return place;
}

// No line begins with the dash of "Tài chính - Kế hoạch" or the number of "tầng 1".
export const unbroken = (text) => text.replace(/ (?=[-–] |\d)/g, "\u00a0");

export const copyOf = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
