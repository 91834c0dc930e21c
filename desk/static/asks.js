// Which commands ask something first? Each knows its question; the answer goes back to who presses.

import { Question } from "./ask.js";
import { BreakQuestion, CloseQuestion, SureQuestion } from "./leaving.js";
import { MenuQuestion, NumberQuestion } from "./numbers.js";
import { OutcomeQuestion } from "./outcome.js";
import { AddQuestion, TakeInQuestion } from "./procedures.js";
import { HandOverQuestion, TransferQuestion } from "./sending.js";
import { say } from "./words.js";

const MORE = ["call", "return", "resume", "add-procedure", "take-in", "priority", "break", "hand-over", "close"];
const NAMED = ["call", "return", "resume"];
const WITH_A_ROW = {
  waiting: ["call", "transfer", "priority", "cancel"],
  "no-shows": ["return"],
  parked: ["resume", "transfer", "cancel"],
};

// view(): the state shown. whyNot(verb): "" if possible. send(verb, wish). begin(verb, row): as if it were pressed.
export class Asks {
  constructor(address, { view, whyNot, send, begin }) {
    Object.assign(this, { view, whyNot, send, begin });
    this.outcome = new OutcomeQuestion(send);
    this.number = new NumberQuestion((verb, row) => this.meant(verb, row));
    this.menu = new MenuQuestion(({ verb, row }) => this.menuChosen(verb, row));
    this.transfer = new TransferQuestion(address, send);
    this.handOver = new HandOverQuestion(address, say("desk.hand_over.nobody"), send);
    this.break = new BreakQuestion(send);
    this.close = new CloseQuestion((more) => this.outcome.ask("close", view(), more), send);
    this.add = new AddQuestion(address, send);
    this.takeIn = new TakeInQuestion(address, send);
    this.priority = new PriorityQuestion(send);
    this.sure = new SureQuestion();
  }

  // True if `verb` asks first; a promise of false when the server had no answer for its question.
  ask(verb, row) {
    const view = this.view();
    const asks = {
      finish: () => this.outcome.ask(verb, view),
      "finish-next": () => this.outcome.ask(verb, view),
      more: () => this.menu.ask(say("desk.more"), MORE.map((each) => this.item(each))),
      transfer: () => (row ?? view.ticket ? this.transfer.ask(row ?? view.ticket) : this.number.ask(verb, view)),
      "hand-over": () => this.handOver.ask(),
      break: () => this.break.ask(),
      "add-procedure": () => this.add.ask(view.ticket),
      "take-in": () => this.takeIn.ask(view.phase === "ready"),
      ...(row ? {} : Object.fromEntries(NAMED.map((each) => [each, () => this.number.ask(each, view)]))),
      priority: () => (row ? this.priority.ask(row) : this.number.ask(verb, view)),
      ...(view.phase === "serving" ? { close: () => this.close.ask(view.ticket) } : {}),
    };
    if (!(verb in asks)) return false;
    return asks[verb]() ?? true;
  }

  askNumber(digit) {
    this.number.ask("call", this.view(), digit);
  }

  aboutRow(list, row) {
    const items = WITH_A_ROW[list].map((verb) => this.item(verb, row));
    this.menu.ask(row.what, items, row);
  }

  item(verb, row) {
    return { verb, row, name: say(`desk.verb.${verb}`), why: this.whyNot(verb) };
  }

  menuChosen(verb, row) {
    this.menu.close();
    this.begin(verb, row);
  }

  meant(verb, row) {
    if (row.id === undefined || !["priority", "transfer"].includes(verb)) return this.send(verb, meaning(row));
    this.number.close();
    this.begin(verb, row);
  }
}

export function meaning(row) {
  return row.id === undefined ? { label: row.label } : { ticket: row.id };
}

class PriorityQuestion extends Question {
  constructor(send) {
    super("priority", () => send("priority", { ticket: this.row.id, priority: this.checked().value || null }));
  }

  ask(row) {
    this.row = row;
    this.check(this.radios().find((radio) => radio.value === (row.priority_code ?? "")) ?? this.radios()[0]);
    this.show({ ticket: row });
  }
}
