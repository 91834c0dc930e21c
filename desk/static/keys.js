// Which key does what? Enter is the main action of the state, the function keys are the others; on a pad of digits the
// signs stand for them, and digits begin a number.

const SETTLE_MS = 1000;
const KEYS = {
  F1: "help", F2: "finish-next", F3: "more", F4: "recall", F8: "no-show", F9: "transfer", F10: "park",
};
const PAD = {
  NumpadAdd: "finish-next", NumpadDivide: "more", NumpadMultiply: "recall", NumpadSubtract: "no-show",
  NumpadDecimal: "park", Numpad0: "undo",
};
// Outside of a field these can mean nothing else.
const PLAIN = { Escape: "undo", Backspace: "undo", 0: "undo" };

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

// onMain(), onKey(verb), onDigit(digit); dialogs keep their own keys: `onDialogKey(event)` tells whether it used one.
export function listen({ settling, onMain, onKey, onDigit, onDialogKey }) {
  document.addEventListener("keydown", (event) => {
    if (hasModifier(event)) return;
    const isAsked = document.querySelector("dialog[open]") !== null;
    const verb = KEYS[event.key] ?? (isAsked ? undefined : (PAD[event.code] ?? PLAIN[event.key]));
    if (verb) {
      event.preventDefault();
      if (!event.repeat) onKey(verb);
    } else if (isAsked) inDialog(event, settling, onDialogKey);
    else if (/^[1-9]$/.test(event.key) && !event.repeat) {
      event.preventDefault();
      onDigit(event.key);
    } else if (event.key === "Enter") enter(event, settling, onMain);
  });
}

// A button or link that somebody reached with Tab does its own work, once.
function enter(event, settling, onMain) {
  if (event.repeat || !settling.isOver) event.preventDefault();
  else if (!event.target.closest("button, a, select, summary")) {
    event.preventDefault();
    onMain();
  }
}

function inDialog(event, settling, onDialogKey) {
  if (event.key === "Enter" && (event.repeat || !settling.isOver)) event.preventDefault();
  else if (event.key !== "Enter" && !event.repeat && onDialogKey(event)) event.preventDefault();
}

function hasModifier(event) {
  return event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
}
