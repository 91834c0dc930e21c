// How does a citizen type without a keyboard? Our own keys under the field; results follow every key.

import { paginate } from "./pages.js";
import { language } from "./screen.js";

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const DIGITS = ["1234567890", "-/.,:()", ""];
const MARKED = ["ăâđêôơư", "", ""];
// The five tones by their names, as combining signs: grave, acute, hook above, tilde, dot below.
const TONES = { huyền: "\u0300", sắc: "\u0301", hỏi: "\u0309", ngã: "\u0303", nặng: "\u0323" };
const TONED = /[\u0300\u0301\u0303\u0309\u0323]/g;
const LAST_VOWEL = /([aăâeêioôơuưy])([^aăâeêioôơuưy\s]*)$/i;
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
    const lines = rows.map((letters) => [...letters].map((letter) => this.key(letter, rows)));
    if (rows === MARKED) lines[1] = Object.keys(TONES).map((name) => this.tone(name));
    lines[2].push(this.eraser());
    const { letters, digits, marked } = this.place.dataset;
    const layers = { [letters]: LETTERS, [marked]: MARKED, [digits]: DIGITS };
    const others = Object.entries(layers).filter(([, each]) => each !== rows);
    lines.push([...others.map(([words, each]) => this.layer(words, each)), this.space()]);
    this.place.replaceChildren(this.picture, ...lines.map(row));
  }

  // A letter with a mark is one among plain ones: after it the plain ones are there again.
  key(letter, rows) {
    return button("key", letter, () => {
      this.edit((text) => text + letter);
      if (rows === MARKED) this.draw(LETTERS);
    });
  }

  tone(name) {
    return button("key key--wide", name, () => {
      this.edit((text) => withTone(text, TONES[name]));
      this.draw(LETTERS);
    });
  }

  space() {
    return button("key key--space", this.place.dataset.space, () => this.edit((text) => `${text} `));
  }

  layer(words, rows) {
    return button("key key--wide", words, () => this.draw(rows));
  }

  eraser() {
    const key = button("key key--wide", "", () => this.edit((text) => text.slice(0, -1)));
    key.setAttribute("aria-label", this.place.dataset.delete);
    key.append(this.picture.content.cloneNode(true));
    return key;
  }
}

// The tone belongs to the last vowel of the last word, in place of the one it had.
function withTone(text, tone) {
  const [, before, word] = text.match(/^(.*?)(\S*)$/s);
  const plain = word.normalize("NFD").replace(TONED, "").normalize("NFC");
  return before + plain.replace(LAST_VOWEL, (found, vowel, rest) => (vowel + tone).normalize("NFC") + rest);
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
