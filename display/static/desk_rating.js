// How was it? Four faces, then perhaps why; asked once for each citizen, gone after a while by itself.

const ASKED_FOR_MS = 20_000;
const THANKED_FOR_MS = 3_000;
const part = (name) => document.querySelector(`[data-${name}]`);
const askedWhy = document.body.dataset.askedWhy.split(" ").map(Number);

export class Rating {
  // words: by language; send(wish): tells the server.
  constructor(words, send) {
    this.words = words;
    this.send = send;
    this.token = null;
    this.over = new Set(); // asked already on this screen
    this.score = null;
    for (const face of document.querySelectorAll("[data-score]")) face.addEventListener("click", () => this.rate(Number(face.dataset.score)));
    for (const reason of document.querySelectorAll("[data-reason]")) reason.addEventListener("click", () => this.toggle(reason));
    part("skip").addEventListener("click", () => this.thank());
    part("send").addEventListener("click", () => this.why());
  }

  // The server says about whom to ask; an undone finish takes the question away again, and the next one asks anew.
  offer(question) {
    if (!question) this.over.clear();
    if (question && question.token !== this.token && !this.over.has(question.token)) this.ask(question);
    else if (this.token && question?.token !== this.token && this.score === null) this.withdraw();
  }

  withdraw() {
    this.over.delete(this.token);
    this.close();
  }

  ask(question) {
    this.close();
    this.token = question.token;
    this.over.add(question.token);
    const words = this.words[question.language] ?? this.words.vi;
    for (const text of document.querySelectorAll("[data-say]")) text.textContent = words[text.dataset.say];
    for (const reason of document.querySelectorAll("[data-reason]")) reason.setAttribute("aria-pressed", "false");
    part("ask").lang = question.language;
    this.step("faces");
    this.send({ token: this.token });
    this.closeAfter(ASKED_FOR_MS);
  }

  // The face counts at once, whether somebody says why or goes.
  rate(score) {
    if (this.score !== null) return;
    this.score = score;
    this.send({ token: this.token, score });
    if (!askedWhy.includes(score)) return this.thank();
    this.step("why");
    this.closeAfter(ASKED_FOR_MS);
  }

  toggle(reason) {
    reason.setAttribute("aria-pressed", String(reason.getAttribute("aria-pressed") !== "true"));
    this.closeAfter(ASKED_FOR_MS);
  }

  why() {
    const pressed = [...document.querySelectorAll('[data-reason][aria-pressed="true"]')];
    const reasons = pressed.map((reason) => reason.dataset.reason);
    if (reasons.length) this.send({ token: this.token, score: this.score, reasons });
    this.thank();
  }

  thank() {
    this.step("thanks");
    this.closeAfter(THANKED_FOR_MS);
  }

  step(name) {
    for (const each of ["faces", "why", "thanks"]) part(each).hidden = each !== name;
    document.getElementById("ask-title").hidden = name !== "faces";
    part("ask").hidden = false;
    document.body.toggleAttribute("data-asking", true);
  }

  closeAfter(ms) {
    clearTimeout(this.timer);
    const left = part("left");
    left.getAnimations().forEach((each) => each.cancel());
    left.animate([{ scale: "1 1" }, { scale: "0 1" }], { duration: ms, easing: "linear", fill: "forwards" });
    this.timer = setTimeout(() => this.close(), ms);
  }

  close() {
    clearTimeout(this.timer);
    Object.assign(this, { token: null, score: null });
    part("ask").hidden = true;
    document.body.removeAttribute("data-asking");
  }
}
