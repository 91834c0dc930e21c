// Which number is meant? Typed on any keyboard, or chosen from those that may be meant.

import { Question } from "./ask.js";
import { say } from "./words.js";

const LISTS = { call: "waiting", priority: "waiting", transfer: "waiting", return: "no_shows", resume: "parked" };
const WORDS = { call: "desk.call_this", return: "desk.return", resume: "desk.resume" };

// onChosen(verb, row | {label}) hears which.
export class NumberQuestion extends Question {
  constructor(onChosen) {
    super("number", () => this.answer());
    this.onChosen = onChosen;
    this.search = this.part("search");
    this.search.addEventListener("input", () => this.list());
  }

  ask(verb, view, typed = "") {
    this.verb = verb;
    this.rows = view[LISTS[verb]];
    this.search.value = typed;
    this.list();
    const word = say(WORDS[verb] ?? `desk.verb.${verb}`);
    this.show({ title: word, answer: word, focus: this.search });
  }

  list() {
    const wanted = digitsOf(this.search.value);
    const rows = this.rows.filter((row) => digitsOf(row.label).includes(wanted));
    this.fill(rows.map((row) => ({ row, name: row.what, detail: [row.priority, row.sent].filter(Boolean).join(" · "), plate: [row.series, row.number] })),
      { checked: Math.max(0, rows.findIndex((row) => digitsOf(row.label) === wanted)), empty: say("desk.numbers.none") });
    this.say("");
  }

  // A number that stands in no list may be one that other desks have: the server says what is with it.
  answer() {
    const chosen = this.chosen?.row ?? (digitsOf(this.search.value) ? { label: this.search.value.trim() } : null);
    if (chosen) this.onChosen(this.verb, chosen);
    else this.say(say("desk.numbers.none"));
  }
}

function digitsOf(text) {
  return text.replace(/\D/g, "");
}

// Several things to do, each with a digit: whatever has no key of its own, or what may be done with a number.
export class MenuQuestion extends Question {
  constructor(onChosen) {
    super("menu", () => this.chosen && this.onChosen(this.chosen));
    this.onChosen = onChosen;
  }

  // items: [{verb, name, why, row?}]
  ask(title, items, ticket) {
    this.fill(items);
    this.show({ title, ticket });
  }

  // A digit does it at once: nothing of this is done without another question or an undo.
  chooseByKey(event) {
    const isChosen = super.chooseByKey(event);
    if (isChosen && /^[1-9]$/.test(event.key)) this.onChosen(this.chosen);
    return isChosen;
  }
}
