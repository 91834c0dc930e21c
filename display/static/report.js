// What does the Office get to know of this wall? What it shows and whether it may sound, now and then and when that
// matters. The answer is not waited for by anything.

import { post } from "/theme/post.js";

const EVERY_MS = 15_000;
const SOON_MS = 300;

/** Tells `describe()` to `url`, at once when its `sound` or `tested` changes. */
export class Reporter {
  constructor({ url, describe }) {
    Object.assign(this, { url, describe });
    this.screen = screenName();
    this.told = "";
    this.timer = setTimeout(() => this.tell(), SOON_MS);
  }

  /** Something may have changed. */
  look() {
    const { sound, tested } = this.describe();
    if (JSON.stringify([sound, tested]) === this.told) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SOON_MS);
  }

  async tell() {
    clearTimeout(this.timer);
    const about = this.describe();
    this.told = JSON.stringify([about.sound, about.tested]);
    this.timer = setTimeout(() => this.tell(), EVERY_MS);
    await post(this.url, { screen: this.screen, size: `${screen.width}×${screen.height}`, ...about });
  }
}

// Tells two browsers of one wall apart; no secret.
function screenName() {
  try {
    const kept = localStorage.getItem("wall.screen") ?? newName();
    localStorage.setItem("wall.screen", kept);
    return kept;
  } catch {
    return newName();
  }
}

function newName() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
