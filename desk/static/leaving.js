// For how long is the officer away, and what becomes of the citizen when the desk closes?

import { Question } from "./ask.js";
import { say } from "./words.js";

export class BreakQuestion extends Question {
  constructor(onChosen) {
    super("break", () => this.answer());
    this.onChosen = onChosen;
    this.until = this.part("until");
    this.until.addEventListener("input", () => this.check(this.radios().find((radio) => radio.value === "until")));
  }

  ask() {
    this.until.value = "";
    this.part("reason").value = "";
    this.show();
  }

  answer() {
    const chosen = this.checked().value;
    const wish = { reason: this.part("reason").value.trim() };
    if (chosen === "until") {
      const at = clockOf(this.until.value);
      if (at === null) return this.wrong();
      wish.until = at;
    } else if (chosen) wish.minutes = Number(chosen);
    this.onChosen("break", wish);
  }

  wrong() {
    this.say(say("desk.break.at.wrong"));
    this.until.focus();
  }

  check(radio) {
    const isChecked = super.check(radio);
    if (isChecked && radio.value === "until" && document.activeElement !== this.until) setTimeout(() => this.until.focus());
    return isChecked;
  }
}

// "10:15", "10h15", and from a pad of digits "1015" or "10.15".
function clockOf(typed) {
  const parts = /^\s*(\d{1,2})\s*[:.hg]?\s*(\d{2})\s*$/i.exec(typed);
  if (!parts || Number(parts[1]) > 23 || Number(parts[2]) > 59) return null;
  return `${Number(parts[1])}:${parts[2]}`;
}

// `askOutcome(more)`: the outcome is asked for next, and closes.
export class CloseQuestion extends Question {
  constructor(askOutcome, onChosen) {
    super("close", () => this.answer());
    this.askOutcome = askOutcome;
    this.onChosen = onChosen;
    this.form.addEventListener("change", () => this.showNote());
  }

  ask(ticket) {
    this.part("note").value = "";
    this.check(this.radios()[0]);
    this.show({ ticket, why: say("desk.close.what", { label: ticket.label }) });
    this.showNote();
  }

  showNote() {
    this.part("note").closest("label").hidden = this.checked()?.value !== "queue";
  }

  answer() {
    const held = this.checked().value;
    if (held === "finish") return this.askOutcome({ held });
    this.onChosen("close", { held, ...(held === "queue" ? { note: this.part("note").value.trim() } : {}) });
  }
}

// Something that is not done without a second thought. Resolves to true for Enter, to false for Esc.
export class SureQuestion extends Question {
  constructor() {
    super("sure", () => this.end(true));
    this.dialog.addEventListener("close", () => this.settle?.(false));
  }

  ask({ title, why, answer }) {
    this.settle?.(false);
    return new Promise((settle) => {
      this.settle = settle;
      this.show({ title, why, answer });
    });
  }

  end(isSure) {
    this.settle?.(isSure);
    this.settle = null;
    this.close();
  }
}
