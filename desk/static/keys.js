// Which key does what? Enter is the main action of the state, the function keys are the others.

const SETTLE_MS = 1000;
const KEYS = { F1: "help", F2: "finish-next", F4: "recall", F8: "no-show" };

// What Enter means has just changed: a bounced key or a second click must not do the next thing too.
export class Settling {
  constructor() {
    this.meaning = null;
    this.since = -Infinity;
  }

  means(meaning) {
    if (this.meaning !== null && meaning !== this.meaning) this.since = performance.now();
    this.meaning = meaning;
  }

  get isOver() {
    return performance.now() - this.since >= SETTLE_MS;
  }
}

// onMain(), onKey(verb); dialogs keep their own keys, `onDialogKey(event)` tells whether it used one.
export function listen({ settling, onMain, onKey, onDialogKey }) {
  document.addEventListener("keydown", (event) => {
    const verb = KEYS[event.key];
    if (verb && !hasModifier(event)) {
      event.preventDefault();
      if (!event.repeat) onKey(verb);
      return;
    }
    if (document.querySelector("dialog[open]")) return inDialog(event, settling, onDialogKey);
    if (event.key !== "Enter") return;
    // A button or link that somebody reached with Tab does its own work, once.
    if (event.repeat || !settling.isOver) event.preventDefault();
    else if (!isOperable(event.target)) {
      event.preventDefault();
      onMain();
    }
  });
}

function inDialog(event, settling, onDialogKey) {
  if (event.key === "Enter" && (event.repeat || !settling.isOver)) event.preventDefault();
  else if (event.key !== "Enter" && !event.repeat && onDialogKey(event)) event.preventDefault();
}

function isOperable(target) {
  return target.closest("button, a, input, textarea, select, summary") !== null;
}

function hasModifier(event) {
  return event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
}
