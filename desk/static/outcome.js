// How did it end? Asks for the outcome with a sensible choice made, a digit changes it, Enter confirms.

import { plate } from "/theme/plate.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const dialog = $("outcome");
const form = $("outcome-form");
const dossier = $("dossier");
const choices = [...form.elements.outcome];

let asked = null;

// onChosen(verb, {ticket, outcome, dossier}) hears the answer; `asked` is null while nothing is asked.
export function outcomeQuestion(onChosen) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (asked) onChosen(asked.verb, { ticket: asked.ticket.id, ...chosen() });
  });
  dossier.addEventListener("input", () => choose("accepted"));
  dialog.addEventListener("close", () => (asked = null));
  $("outcome-back").addEventListener("click", () => dialog.close());
  return {
    ask,
    chooseByKey,
    answer: (verb) => onChosen(verb, { ticket: asked.ticket.id, ...chosen() }),
    say: showWrong,
    close: () => dialog.close(),
    get asked() {
      return asked;
    },
  };
}

function ask(verb, ticket) {
  asked = { verb, ticket };
  $("outcome-plate").replaceChildren(plate(ticket.series, ticket.number));
  $("outcome-ok").firstElementChild.textContent = say(verb === "finish" ? "desk.finish" : "desk.finish_next");
  dossier.value = "";
  showWrong("");
  choose(ticket.likely_outcome);
  if (!dialog.open) dialog.showModal();
  choices.find((choice) => choice.checked).focus();
}

function choose(outcome) {
  for (const choice of choices) choice.checked = choice.value === outcome;
}

function chosen() {
  const outcome = choices.find((choice) => choice.checked).value;
  return { outcome, dossier: outcome === "accepted" ? dossier.value.trim() : "" };
}

function showWrong(sentence) {
  $("outcome-wrong").textContent = sentence;
  $("outcome-wrong").hidden = !sentence;
}

// True if the key was used. Dossier codes begin with 0, H or G: typing or scanning one needs no other key first.
function chooseByKey(event) {
  if (event.target === dossier || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return false;
  const choice = choices[Number(event.key) - 1];
  if (choice) {
    choice.checked = true;
    choice.focus();
    return true;
  }
  if (!/[\p{L}0]/u.test(event.key)) return false;
  choose("accepted");
  dossier.focus();
  return false;
}
