// Which call is started, when, and never twice? Calls wait in one line; each has the slot and the loudspeaker to itself.

const FRESH_MS = 30_000; // an older call, met after a cut, only enters the list
const ALONE_MS = 7_000; // each call keeps the slot at least this long before the next one starts
const STUCK_MS = 12_000; // a sound that never reports its end must not silence the wall
const REMEMBERED = 200;

/** The identity of a call. The moment belongs to it: a training database begun anew counts its ids from 1 again. */
export const identity = (call) => `${call.id}@${call.at}`;

/** The calls that this wall has started, kept over a reload. */
export class SeenCalls {
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
    this.seen = new Set(this.#stored());
  }

  has(call) {
    return this.seen.has(identity(call));
  }

  add(call) {
    this.seen.add(identity(call));
    this.seen = new Set([...this.seen].slice(-REMEMBERED));
    try {
      this.storage.setItem(this.key, JSON.stringify([...this.seen]));
    } catch {
      // Storage full or forbidden: the calls are still known until the page is reloaded.
    }
  }

  #stored() {
    try {
      return JSON.parse(this.storage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }
}

/** One line of calls. `start(call)` shows and sounds one; what it returns is waited for, so sounds never overlap. */
export class CallLine {
  constructor({ start, seen, now, aloneMs = ALONE_MS, stuckMs = STUCK_MS }) {
    Object.assign(this, { start, seen, now, aloneMs, stuckMs });
    this.waiting = [];
    this.current = null;
  }

  /** Takes a call from the news or a snapshot; harmless if it was offered before. */
  offer(call) {
    if (this.seen.has(call) || this.#isWaiting(call) || this.#isStale(call)) return;
    this.waiting.push(call);
    this.waiting.sort((a, b) => a.id - b.id);
    if (!this.current) this.#startNext();
  }

  /** Whether the call still waits for its turn in the slot: until then nothing else may show it. */
  isAhead(call) {
    return this.#isWaiting(call);
  }

  async #startNext() {
    this.current = this.waiting.shift() ?? null;
    if (!this.current) return;
    this.seen.add(this.current); // before the sound: a reload in the middle must not sound it again
    await Promise.all([pause(this.aloneMs), Promise.race([this.#started(), pause(this.stuckMs)])]);
    this.#startNext();
  }

  async #started() {
    try {
      await this.start(this.current);
    } catch (fault) {
      console.error("a call could not be sounded", fault);
    }
  }

  #isWaiting(call) {
    return this.waiting.some((other) => identity(other) === identity(call));
  }

  #isStale(call) {
    return this.now() - Date.parse(call.at) > FRESH_MS;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
