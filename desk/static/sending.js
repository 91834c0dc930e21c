// To whom does a citizen go on, to whom the desk? Both are lists that the server knows.

import { get } from "/theme/post.js";
import { Question } from "./ask.js";

export class TransferQuestion extends Question {
  constructor(address, onChosen) {
    super("transfer", () => this.answer());
    this.address = address;
    this.onChosen = onChosen;
  }

  // Resolves to false when there was no answer.
  async ask(row) {
    const answer = await get(`${this.address}/targets`);
    if (!answer.ok) return false;
    this.row = row;
    this.part("note").value = "";
    // Where the number is already stands last and cannot be chosen by mistake.
    const targets = answer.data.filter((each) => each.to_department !== row.department_code || row.for_desk);
    this.fill(targets);
    this.show({ ticket: row });
    return true;
  }

  answer() {
    if (!this.chosen) return;
    const { to_department = null, to_desk = null } = this.chosen;
    this.onChosen("transfer", { ticket: this.row.id, to_department, to_desk, note: this.part("note").value.trim() });
  }
}

export class HandOverQuestion extends Question {
  constructor(address, nobody, onChosen) {
    super("hand-over", () => this.chosen && onChosen("hand-over", { to: this.chosen.to }));
    this.address = address;
    this.nobody = nobody;
  }

  async ask() {
    const answer = await get(`${this.address}/colleagues`);
    if (!answer.ok) return false;
    this.fill(answer.data, { empty: this.nobody });
    this.show();
    return true;
  }
}
