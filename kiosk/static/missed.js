// How does somebody who missed their turn type number and code? One field at a time, keys on the screen or a pad.

import { post } from "/theme/post.js";
import { hearAnswer } from "./listen.js";
import * as offline from "./offline.js";
import { show } from "./screen.js";

// After these the number is looked at anew; after the others only the code.
const ABOUT_THE_NUMBER = ["return_unknown", "return_too_late", "return_locked", "return_called", "return_at_desk"];
const SHORTEST_NUMBER = 4;

export function startMissed(root) {
  const form = root.querySelector("[data-comes-back]");
  if (form) new ComingBack(form);
}

class ComingBack {
  constructor(form) {
    Object.assign(this, { form, number: form.elements.number, code: form.elements.code, go: form.querySelector("[data-go]") });
    this.active = this.number;
    for (const field of [this.number, this.code]) {
      field.onfocus = () => this.turnTo(field);
      field.oninput = () => this.typed(field.value);
    }
    const pad = form.querySelector(".pad");
    // A touched key must not take the focus from the field.
    pad.onpointerdown = (event) => event.preventDefault();
    pad.onclick = (event) => this.press(event.target.closest("[data-key]")?.dataset.key);
    form.onsubmit = (event) => {
      event.preventDefault();
      this.step();
    };
    this.number.focus();
    this.look();
  }

  press(key) {
    if (!key) return;
    const { value } = this.active;
    if (key === "clear") this.typed("");
    else this.typed(key === "erase" ? value.slice(0, -1) : value + key);
    this.active.focus();
  }

  typed(text) {
    this.active.value = text.replace(/[^0-9]/g, "").slice(0, this.active.maxLength);
    this.say("");
    this.look();
  }

  turnTo(field) {
    this.active = field;
    this.look();
  }

  look() {
    const { number, code, go } = this;
    const hasNumber = number.value.length >= SHORTEST_NUMBER;
    const hasCode = code.value.length === code.maxLength;
    const isNext = this.active === number && !hasCode;
    go.disabled = !hasNumber || (!isNext && !hasCode);
    go.querySelector("span").textContent = isNext ? go.dataset.next : go.dataset.send;
    for (const field of [number, code]) field.parentElement.classList.toggle("is-active", field === this.active);
  }

  step() {
    if (this.go.disabled) return;
    if (this.code.value.length < this.code.maxLength) this.code.focus();
    else this.send();
  }

  async send() {
    this.go.disabled = true;
    const answer = await post(this.form.dataset.comesBack, { number: this.number.value, code: this.code.value });
    if (!this.form.isConnected) return;
    if (answer.ok) return show(answer.data.page, { step: "stay" });
    if (answer.status === 0 || answer.status >= 500) offline.begin();
    else this.refused(answer.data);
  }

  refused(problem) {
    const field = ABOUT_THE_NUMBER.includes(problem?.code) ? this.number : this.code;
    this.code.value = "";
    field.focus();
    this.look();
    this.say(problem?.title ?? "");
    hearAnswer(problem);
  }

  say(words) {
    this.form.querySelector("[data-said]").textContent = words;
  }
}
