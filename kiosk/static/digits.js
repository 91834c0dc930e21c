// How is the kiosk used with a number pad? Digits point at a choice; Enter, or a second and a half, takes it.

const CONFIRM_MS = 1500;
// The signs of a number pad: without leaving it, one hears the page, goes back, or begins again.
const SIGNS = { NumpadMultiply: "[data-listen]", NumpadSubtract: ".k-foot [data-back]", NumpadDivide: '.k-foot [data-digit="02"]' };
let typed = "";
let timer = null;

export function startDigits() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.code in SIGNS) sign(event);
    else if (["PageDown", "PageUp"].includes(event.key) || event.code === "NumpadAdd") turn(event);
    else if (/^[0-9]$/.test(event.key) && !isTyping) point(event);
    else if (typed) forget();
  });
}

export const usesPad = () => "keypad" in document.documentElement.dataset;

export function forget() {
  clearTimeout(timer);
  typed = "";
}

function point(event) {
  const dialog = document.querySelector("dialog[open]");
  if (event.repeat || (dialog && !dialog.querySelector("[data-digit]"))) return;
  event.preventDefault();
  clearTimeout(timer);
  // "1" then "2" is twelve; "4" then "7" is no choice: then the seven begins anew.
  typed = begins(typed + event.key) ? typed + event.key : event.key;
  // From now on each key shows its digits: this visitor uses a pad.
  document.documentElement.dataset.keypad = "";
  const pointed = choice(typed);
  if (!pointed) {
    if (!begins(typed)) forget();
    return;
  }
  pointed.focus({ focusVisible: true });
  timer = setTimeout(() => {
    forget();
    if (pointed.isConnected && document.activeElement === pointed) pointed.click();
  }, CONFIRM_MS);
}

function begins(digits) {
  return [...where().querySelectorAll(`[data-digit^="${digits}"]`)].some(isShown);
}

function choice(digits) {
  return [...where().querySelectorAll(`[data-digit="${digits}"]`)].find(isShown);
}

// While a question stands open, the digits are for its answers.
const where = () => document.querySelector("dialog[open]") ?? document.getElementById("screen");
const isShown = (element) => element.getClientRects().length > 0;

function sign(event) {
  const key = document.querySelector(`#screen ${SIGNS[event.code]}`);
  if (!key || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  key.click();
}

function turn(event) {
  const list = document.querySelector("#screen [data-pages]");
  if (!list?.turn) return;
  event.preventDefault();
  list.turn(event.key === "PageUp" ? -1 : 1);
}
