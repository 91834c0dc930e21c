// What happens while somebody looks at their number? The queue moves, the printer works, and after a while they go.

import { get } from "/theme/post.js";
import { patience } from "./idle.js";
import { home, screen } from "./screen.js";

const SETTLING_MS = 600;
const CALM_MS = 2500;
const LATE_MS = 3000;
// Whoever writes the number down, or looks for their telephone, needs longer than whoever takes a paper.
const BY_SCREEN_TIMES = 3;
let current = null;

export function startTicket(root) {
  current?.end();
  const place = root.querySelector(".done");
  current = place ? new TicketPage(place) : null;
}

// News of the queue or of the printer: `token` null means that any ticket may be concerned.
export function refreshTicket(token = null) {
  if (current && (token === null || token === current.token)) current.refresh();
}

class TicketPage {
  constructor(place) {
    this.place = place;
    this.token = place.dataset.token;
    this.begun = performance.now();
    this.countFrom = performance.now();
    this.counting = setInterval(() => this.count(), 200);
    this.stayed = () => (this.countFrom = performance.now());
    document.addEventListener("pointerdown", this.stayed);
    document.addEventListener("keydown", this.stayed);
    place.querySelector("[data-enlarge]")?.addEventListener("click", () => this.enlarge());
    this.paper();
    this.later();
    // Not with the next question only: that may be on its way for long when the server is busy.
    this.giving = setTimeout(() => this.paper(), LATE_MS + 20);
  }

  end() {
    clearInterval(this.counting);
    clearTimeout(this.giving);
    clearTimeout(this.asking);
    document.removeEventListener("pointerdown", this.stayed);
    document.removeEventListener("keydown", this.stayed);
  }

  get seconds() {
    const times = this.place.dataset.by === "screen" ? BY_SCREEN_TIMES : 1;
    return Number(screen().dataset.ticketPageS) * Math.max(times, patience());
  }

  count() {
    const left = this.seconds - (performance.now() - this.countFrom) / 1000;
    const words = this.place.querySelector(".left [data-words]");
    words.textContent = words.dataset.words.replace("{s}", Math.max(0, Math.ceil(left)));
    this.place.querySelector(".left i").style.setProperty("--left", Math.max(0, left / this.seconds));
    if (left > 0) return;
    this.end();
    home();
  }

  later() {
    const isPrinting = ["printing", "late"].includes(this.bar().dataset.paper);
    this.asking = setTimeout(() => this.refresh(), isPrinting ? SETTLING_MS : CALM_MS);
  }

  async refresh() {
    clearTimeout(this.asking);
    const answer = await get(this.place.dataset.state);
    if (current !== this) return;
    if (answer.ok) this.put(answer.data);
    this.paper();
    clearTimeout(this.asking);
    this.later();
  }

  put({ ahead, paper }) {
    write(this.place.querySelector("[data-ahead] small"), ahead.lead);
    write(this.place.querySelector("[data-ahead] b"), ahead.figure);
    write(this.place.querySelector("[data-ahead] em"), ahead.wait ?? "");
    this.place.querySelector("[data-may-miss]").hidden = !ahead.may_miss;
    this.place.querySelector("[data-ahead]").classList.toggle("figure--long", ahead.figure.length > 9);
    if (paper.kind === "printing" && this.isLate()) return;
    this.place.dataset.by = paper.by;
    this.bar().dataset.paper = paper.kind;
    write(this.bar().querySelector("span"), paper.sentence);
  }

  isLate() {
    return performance.now() - this.begun > LATE_MS;
  }

  // A printer that does not say so within three seconds leaves the visitor waiting before an empty slot: the number is
  // then taken from the screen, and the paper, if it comes, all the same.
  paper() {
    const kind = this.bar().dataset.paper;
    if (kind === "printing" && this.isLate()) {
      this.place.dataset.by = "screen";
      this.bar().dataset.paper = "late";
      write(this.bar().querySelector("span"), this.bar().dataset.late);
    }
    const picture = this.place.querySelector("[data-preview]");
    if (picture && kind === "screen" && !picture.getAttribute("src")) picture.src = picture.dataset.preview;
  }

  enlarge() {
    const picture = this.place.querySelector("[data-preview]");
    if (!picture.getAttribute("src")) return;
    const dialog = document.getElementById("preview");
    dialog.querySelector("img").src = picture.src;
    dialog.onclick = () => dialog.close();
    dialog.showModal();
  }

  bar() {
    return this.place.querySelector("[data-paper]");
  }
}

// Only a change is written: a screen reader would read the same words again.
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
