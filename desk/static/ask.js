// How does a question over the page behave? Enter answers, Esc goes back, digits and arrows choose, one at a time.

import { plate } from "/theme/plate.js";
import { $, element } from "./made.js";

export class Question {
  static open = null;

  // onAnswer(): Enter or the button, once what is needed is there.
  constructor(name, onAnswer) {
    this.name = name;
    this.dialog = $(`ask-${name}`);
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (Question.open === this) onAnswer();
    });
    this.part("back").addEventListener("click", () => this.close());
    this.dialog.addEventListener("close", () => {
      if (Question.open === this) Question.open = null;
      Question.onChange();
    });
  }

  static onChange = () => {};

  part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  show({ title, answer, ticket, why, focus } = {}) {
    if (Question.open && Question.open !== this) Question.open.close();
    Question.open = this;
    if (title) this.dialog.querySelector("h2").textContent = title;
    if (answer) this.part("answer").textContent = answer;
    if (why !== undefined) this.part("why").textContent = why;
    this.part("plate").replaceChildren(...(ticket ? [plate(ticket.series, ticket.number)] : []));
    this.say("");
    if (!this.dialog.open) this.dialog.showModal();
    (focus ?? this.checked() ?? this.form.querySelector("[type=submit]")).focus();
    Question.onChange();
  }

  close() {
    this.dialog.close();
  }

  say(sentence) {
    this.part("wrong").textContent = sentence;
    this.part("wrong").hidden = !sentence;
  }

  radios() {
    return [...this.form.querySelectorAll(".choice [type=radio]")];
  }

  checked() {
    return this.radios().find((radio) => radio.checked);
  }

  check(radio) {
    if (!radio || radio.disabled) return false;
    radio.checked = true;
    radio.closest(".choice").scrollIntoView({ block: "nearest" });
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  // True if the key was used here. In a field digits are what is typed, arrows still choose.
  chooseByKey(event) {
    const isTyping = event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.target.matches("[data-search]")) return this.step(step);
    if (isTyping || !/^[1-9]$/.test(event.key)) return false;
    const radio = this.radios()[Number(event.key) - 1];
    if (!this.check(radio)) return false;
    radio.focus();
    return true;
  }

  step(by) {
    const free = this.radios().filter((radio) => !radio.disabled);
    if (!free.length) return false;
    const at = free.indexOf(this.checked());
    return this.check(free[Math.min(Math.max(at + by, 0), free.length - 1)]);
  }

  // One choice for each of `items` ({name, detail?, why?, plate?}); the first that is possible is chosen.
  fill(items, { checked, empty = "" } = {}) {
    const box = this.part("choices");
    const first = items.findIndex((item) => !item.why);
    const chosen = checked ?? first;
    box.replaceChildren(...items.map((item, index) => choice(this.name, item, index, index === chosen)));
    if (!items.length && empty) box.append(element("p", "mut", empty));
    this.items = items;
  }

  get chosen() {
    const radio = this.checked();
    return radio && !radio.disabled ? this.items[Number(radio.value)] : null;
  }
}

function choice(name, item, index, isChecked) {
  const box = element("div", "choice");
  const label = element("label");
  const radio = element("input");
  Object.assign(radio, { type: "radio", name, value: String(index), checked: isChecked && !item.why, disabled: Boolean(item.why) });
  const words = element("span", "choice__words");
  words.append(element("span", "", item.name));
  const detail = item.why || item.detail;
  if (detail) words.append(element("small", item.why ? "" : "mut", detail));
  label.append(radio, ...(item.plate ? [plate(...item.plate)] : []), words);
  box.append(label);
  if (index < 9) {
    const key = element("kbd", "", String(index + 1));
    key.setAttribute("aria-hidden", "true");
    box.append(key);
  }
  return box;
}
