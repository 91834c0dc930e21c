// How does a citizen type without a keyboard? Our own keys under the field; results follow every key.

import { paginate } from "./pages.js";
import { language } from "./screen.js";

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const DIGITS = ["1234567890", "-/.,:()", ""];
const PAUSE_MS = 120;

export function startSearch(screen, whenLost) {
  const field = screen.querySelector("#query");
  if (!field) return;
  const search = new Search(field, screen.querySelector("#found"), whenLost);
  const keys = screen.querySelector(".osk");
  new Keys(keys, (edit) => search.edit(edit)).draw(LETTERS);
  screen.querySelector("[data-clear]").onclick = () => search.edit(() => "");
  field.oninput = () => search.soon();
  const found = screen.querySelector("#found");
  // A chip adds what often comes next, and the space after it.
  found.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-query]");
    if (chip) search.edit(() => `${chip.dataset.query} `);
  });
  field.focus();
}

class Search {
  constructor(field, found, whenLost) {
    Object.assign(this, { field, found, whenLost, asked: 0, timer: null });
  }

  edit(change) {
    this.field.value = change(this.field.value).slice(0, this.field.maxLength);
    this.field.focus();
    this.soon();
  }

  soon() {
    // At once, for whoever leaves before the answer: the way back leads to what was typed.
    history.replaceState(null, "", this.address());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    if (!this.found.isConnected) return;
    const mine = ++this.asked;
    const url = this.address();
    try {
      const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}part=hits`, {
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(3000),
      });
      if (!answer.ok) throw new Error(`no hits: ${answer.status}`);
      const html = await answer.text();
      // A later key has asked already: its answer is the one to show.
      if (mine === this.asked && this.found.isConnected) this.put(html);
    } catch {
      if (mine === this.asked && this.found.isConnected) this.whenLost();
    }
  }

  put(html) {
    this.found.innerHTML = html;
    document.querySelector('[data-pager="hits"]').hidden = true;
    paginate(this.found);
  }

  address() {
    const asked = new URLSearchParams();
    if (this.field.value.trim()) asked.set("q", this.field.value.trim());
    if (language() !== "vi") asked.set("lang", language());
    const path = this.field.dataset.search.split("?")[0];
    return asked.size ? `${path}?${asked}` : path;
  }
}

class Keys {
  constructor(place, edit) {
    Object.assign(this, { place, edit, picture: place.querySelector("template") });
    // A touched key must not take the focus from the field: the caret stays where one types.
    place.onpointerdown = (event) => event.preventDefault();
  }

  draw(rows) {
    const lines = rows.map((letters) => [...letters].map((letter) => this.key(letter)));
    lines[2].push(this.eraser());
    lines.push([this.layer(rows), this.space()]);
    this.place.replaceChildren(this.picture, ...lines.map(row));
  }

  key(letter) {
    return button("key", letter, () => this.edit((text) => text + letter));
  }

  space() {
    return button("key key--space", this.place.dataset.space, () => this.edit((text) => `${text} `));
  }

  layer(rows) {
    const isLetters = rows === LETTERS;
    const words = isLetters ? this.place.dataset.digits : this.place.dataset.letters;
    return button("key key--wide", words, () => this.draw(isLetters ? DIGITS : LETTERS));
  }

  eraser() {
    const key = button("key key--wide", "", () => this.edit((text) => text.slice(0, -1)));
    key.setAttribute("aria-label", this.place.dataset.delete);
    key.append(this.picture.content.cloneNode(true));
    return key;
  }
}

function button(name, words, whenPressed) {
  const key = document.createElement("button");
  key.type = "button";
  key.className = name;
  key.textContent = words;
  key.onclick = whenPressed;
  return key;
}

function row(keys) {
  const line = document.createElement("div");
  line.className = "osk__row";
  line.append(...keys);
  return line;
}
