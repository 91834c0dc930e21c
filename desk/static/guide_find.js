// What does the citizen want? A department by a click, a procedure by some letters; arrows choose, Enter gives.

import { get } from "/theme/post.js";
import { $, element } from "./made.js";
import { say } from "./words.js";

export class Finding {
  constructor(base) {
    this.base = base;
    this.hits = [];
    this.at = -1;
    this.department = "";
    $("query").addEventListener("input", () => this.find());
    $("query").addEventListener("keydown", (event) => this.key(event));
    $("departments").addEventListener("change", (event) => this.choose(event.target.value));
  }

  // Drawn anew only if something is different: the focus stays on the one that was reached by keys.
  drawDepartments(departments) {
    const mark = JSON.stringify(departments);
    if (mark === this.mark) return;
    this.mark = mark;
    const focused = document.activeElement?.closest?.(".dept")?.querySelector("input").value;
    $("departments").replaceChildren(...departments.map((each) => this.button(each)));
    if (focused) $("departments").querySelector(`[value="${focused}"]`)?.focus();
  }

  button(department) {
    const label = element("label", department.is_open ? "dept" : "dept is-off");
    const radio = element("input");
    Object.assign(radio, { type: "radio", name: "department", value: department.code, checked: this.department === department.code });
    const words = element("span", "", department.name);
    words.append(element("small", "", department.detail));
    label.append(radio, element("b", "", String(department.series)), words);
    return label;
  }

  choose(code) {
    this.department = code;
    this.find();
    $("query").focus();
  }

  // Without a letter typed and a department chosen there is nothing to list.
  async find() {
    const query = $("query").value.trim();
    const { department } = this;
    if (!query && !department) return this.draw([]);
    const answer = await get(`${this.base}procedures?${new URLSearchParams({ q: query, department })}`);
    // An answer to an older question is dropped.
    if (answer.ok && $("query").value.trim() === query && this.department === department) this.draw(answer.data);
  }

  draw(hits) {
    this.hits = hits;
    const isAsked = $("query").value.trim() || this.department;
    const lines = hits.map((hit, index) => this.line(hit, index));
    if (!hits.length && isAsked) lines.push(element("p", "mut", say("desk.search.none")));
    $("found").replaceChildren(...lines);
    // A list box without an option is none.
    $("found").setAttribute("role", hits.length ? "listbox" : "group");
    $("query").setAttribute("aria-expanded", String(hits.length > 0));
    this.select(hits.length ? 0 : -1);
  }

  line(hit, index) {
    const line = element("div", "hit");
    line.id = `hit-${index}`;
    line.setAttribute("role", "option");
    const words = element("span", "", hit.name);
    words.append(element("small", "", hit.detail));
    line.append(words);
    line.addEventListener("click", () => this.select(index));
    line.addEventListener("dblclick", () => $("give").requestSubmit());
    return line;
  }

  select(index) {
    this.at = index;
    [...$("found").querySelectorAll(".hit")].forEach((line, i) => line.setAttribute("aria-selected", String(i === index)));
    $(`hit-${index}`)?.scrollIntoView({ block: "nearest" });
    if (index >= 0) $("query").setAttribute("aria-activedescendant", `hit-${index}`);
    else $("query").removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.hits.length) return;
    event.preventDefault();
    this.select(Math.min(Math.max(this.at + step, 0), this.hits.length - 1));
  }

  // {procedure} or {department, visit}; null while nothing is chosen.
  wanted() {
    const hit = this.hits[this.at];
    if (hit) return hit.procedure ? { procedure: hit.procedure } : { department: hit.department, visit: hit.visit };
    return this.department ? { department: this.department } : null;
  }

  clear() {
    this.department = "";
    $("query").value = "";
    for (const radio of $("departments").querySelectorAll(":checked")) radio.checked = false;
    this.mark = null;
    this.draw([]);
    $("query").focus();
  }
}
