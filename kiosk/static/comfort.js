// How does a kiosk become easier to read, and its keys easier to reach? One touch each; the next visitor finds it as usual.

const KINDS = ["large", "contrast", "low"];
const FINGER_MM = 20;
const KEY_REM = 8.1;
const root = document.documentElement;

// Each key must be this wide for a finger; how many pixels that is, the size of the glass decides.
export function startComfort(screen) {
  const diagonal = Math.hypot(innerWidth, innerHeight);
  const mm = diagonal / (Number(screen.dataset.screenInch) * 25.4);
  root.style.setProperty("--mm", `${mm}px`);
  // A small glass: the drawing's keys would be too narrow for fingers, and all of it is within reach anyway.
  const drawn = parseFloat(getComputedStyle(root).fontSize) * KEY_REM;
  root.toggleAttribute("data-fine", FINGER_MM * mm > drawn * 1.3);
  show(screen);
}

export function changeComfort(button, screen) {
  const kind = button.dataset.comfort;
  put(kind, !isOn(kind));
  show(screen);
}

export function resetComfort() {
  for (const kind of KINDS) put(kind, false);
  delete root.dataset.keypad;
}

export const isComforted = () => KINDS.some(isOn);
export const isLarge = () => isOn("large");

function isOn(kind) {
  return kind === "contrast" ? root.dataset.contrast === "high" : kind in root.dataset;
}

function put(kind, wanted) {
  if (!wanted) delete root.dataset[kind];
  else root.dataset[kind] = kind === "contrast" ? "high" : "";
}

function show(screen) {
  for (const button of screen.querySelectorAll("[data-comfort]"))
    button.setAttribute("aria-pressed", String(isOn(button.dataset.comfort)));
}
