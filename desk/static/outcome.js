// How did it end? Asks for the outcome with a sensible choice made, a digit changes it, Enter confirms. A visit with
// several procedures has an outcome of each.

import { Question } from "./ask.js";
import { $ } from "./made.js";
import { say } from "./words.js";

const WORDS = { finish: "desk.finish", "finish-next": "desk.finish_next", close: "desk.close" };

// onChosen(verb, wish) hears the answer.
export class OutcomeQuestion extends Question {
  constructor(onChosen) {
    super("outcome", () => this.answer(this.asked.verb));
    this.onChosen = onChosen;
    this.dossier = $("dossier");
    this.dossier.addEventListener("input", () => this.choose("accepted"));
  }

  // `more`: what else the press carries.
  ask(verb, view, more = {}) {
    this.asked = { verb, ticket: view.ticket, more };
    const [first, ...others] = view.procedures;
    $("outcome-of").textContent = others.length ? first.name : "";
    $("outcome-others").replaceChildren(...others.map(otherProcedure));
    this.dossier.value = "";
    this.choose(view.ticket.likely_outcome);
    this.show({ answer: say(WORDS[verb]), ticket: view.ticket });
  }

  // F2 in the question for F2's sake: finish, and call the next one.
  answer(verb) {
    const asked = this.asked.verb === "close" ? "close" : verb;
    this.onChosen(asked, { ticket: this.asked.ticket.id, ...this.asked.more, ...this.result(), others: others() });
  }

  result() {
    const outcome = this.checked().value;
    return { outcome, dossier: outcome === "accepted" ? this.dossier.value.trim() : "" };
  }

  choose(outcome) {
    this.check(this.radios().find((radio) => radio.value === outcome));
  }

  // Dossier codes begin with 0, H or G: typing or scanning one needs no other key first.
  chooseByKey(event) {
    if (super.chooseByKey(event)) return true;
    if (!event.target.matches("[type=radio]") || event.key.length !== 1 || !/[\p{L}0]/u.test(event.key)) return false;
    this.choose("accepted");
    this.dossier.focus();
    return false;
  }
}

function otherProcedure(procedure) {
  const made = $("outcome-other").content.firstElementChild.cloneNode(true);
  made.dataset.id = procedure.id;
  made.querySelector("p").textContent = procedure.name;
  made.querySelector("select").setAttribute("aria-label", procedure.name);
  made.querySelector("input").setAttribute("aria-label", say("desk.dossier.of", { name: procedure.name }));
  return made;
}

function others() {
  return [...$("outcome-others").children].map((each) => {
    const outcome = each.querySelector("[data-outcome]").value;
    const dossier = outcome === "accepted" ? each.querySelector("[data-dossier]").value.trim() : "";
    return { id: Number(each.dataset.id), outcome, dossier };
  });
}
