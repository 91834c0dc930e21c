// Which procedure? Found by some letters of its name, for a further one of the visit or for somebody without a number.

import { get } from "/theme/post.js";
import { Question } from "./ask.js";
import { say } from "./words.js";

class ProcedureQuestion extends Question {
  constructor(name, purpose, address, onAnswer) {
    super(name, onAnswer);
    this.address = address;
    this.purpose = purpose;
    this.search = this.part("search");
    this.search.addEventListener("input", () => this.find());
  }

  async begin(shown) {
    this.search.value = "";
    if (!(await this.find())) return false;
    this.show({ ...shown, focus: this.search });
    return true;
  }

  // Answers come in the order of the questions only by luck: an older one is dropped.
  async find() {
    const query = this.search.value.trim();
    const answer = await get(`${this.address}/procedures?${new URLSearchParams({ for: this.purpose, q: query })}`);
    if (this.search.value.trim() !== query) return answer.ok;
    if (answer.ok) this.fill(answer.data, { empty: say("desk.search.none") });
    return answer.ok;
  }
}

export class AddQuestion extends ProcedureQuestion {
  constructor(address, onChosen) {
    super("procedure", "add", address, () => {
      if (this.chosen) onChosen("add-procedure", { ticket: this.ticket.id, procedure: this.chosen.procedure });
    });
  }

  ask(ticket) {
    this.ticket = ticket;
    return this.begin({ ticket });
  }
}

export class TakeInQuestion extends ProcedureQuestion {
  constructor(address, onChosen) {
    super("take-in", "take-in", address, () => this.answer());
    this.onChosen = onChosen;
  }

  // `mayServe`: nobody is at the desk, so that one who stands there can be served at once.
  ask(mayServe) {
    this.part("serve").checked = mayServe;
    this.part("serve").disabled = !mayServe;
    if (this.part("priority")) this.part("priority").selectedIndex = 0;
    // Who goes to sit down needs a paper; who is served at once needs none.
    if (this.part("paper")) this.part("paper").selectedIndex = mayServe ? 0 : 1;
    return this.begin({});
  }

  answer() {
    if (!this.chosen) return;
    const { procedure = null, department = null, visit } = this.chosen;
    const isServed = this.part("serve").checked;
    this.onChosen("take-in", {
      procedure,
      department,
      ...(visit ? { visit } : {}),
      serve: isServed,
      priority: this.part("priority")?.value || null,
      kiosk: this.part("paper")?.value || null,
    });
  }
}
