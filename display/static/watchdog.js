// When must the page begin anew? When its second hand stands still, or news stay away although the server answers.
//
// Only if the server hands the page out: a reload without it would leave a blank screen. A page whose script is stuck
// for good cannot see to itself; its title stands still then, and the start script (deploy/) watches the title.

const LOOK_MS = 5_000;
const STILL_MS = 30_000;
const WITHOUT_NEWS_MS = 120_000;
const NOT_AGAIN_MS = 300_000; // what a reload does not mend must not make the screen flicker

export class Watchdog {
  constructor({ url, reload = () => location.reload(), clock = () => performance.now() }) {
    Object.assign(this, { url, reload, clock });
    this.beatAt = this.newsAt = clock();
    this.title = document.title;
    setInterval(() => this.look(), LOOK_MS);
  }

  /** The page's second hand went on: everything was painted without a fault. */
  beat() {
    this.beatAt = this.clock();
    document.title = `${this.title} · ${Math.floor(this.beatAt / 10_000)}`;
  }

  /** The server was heard. */
  heard() {
    this.newsAt = this.clock();
  }

  async look() {
    const still = this.clock() - this.beatAt > STILL_MS;
    const withoutNews = this.clock() - this.newsAt > WITHOUT_NEWS_MS;
    if ((still || withoutNews) && !this.#isTooSoon() && (await this.#isServed())) this.#begin();
  }

  #begin() {
    sessionStorage.setItem("wall.reloaded", String(Date.now()));
    this.reload();
  }

  #isTooSoon() {
    const ago = Date.now() - Number(sessionStorage.getItem("wall.reloaded") ?? 0);
    return ago >= 0 && ago < NOT_AGAIN_MS;
  }

  async #isServed() {
    try {
      return (await fetch(this.url, { cache: "no-store", signal: AbortSignal.timeout(3_000) })).ok;
    } catch {
      return false;
    }
  }
}
