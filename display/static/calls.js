// Which call is started, when, and never twice? Calls and announcements wait in one line; each has the slot and the
// loudspeaker to itself.

const FRESH_MS = 30_000; // an older call, met after a cut, only enters the list
const ALONE_MS = 7_000; // each call keeps the slot at least this long before the next one starts
const STUCK_MS = 120_000; // a sound that never reports its end must not silence the wall
const DUE_FOR_MS = 180_000; // after a reload: what was accepted longer ago than this is no news any more
const REMEMBERED = 300;
const CROWD = 3; // so many wait behind the one that is spoken

/** The identity of a call. The moment belongs to it: a training database begun anew counts its ids from 1 again. */
export const identity = (item) => `${item.id}@${item.at}`;

const isIn = (items, item) => items.some((other) => identity(other) === identity(item));

/** The calls that this wall has started, and those accepted that still wait; both are kept over a reload. */
export class SeenCalls {
  constructor(storage, key) {
    Object.assign(this, { storage, key });
    this.seen = new Set(this.#stored(key));
    this.due = this.#stored(`${key}.due`);
  }

  has(call) {
    return this.seen.has(identity(call));
  }

  isDue(call) {
    return isIn(this.due, call);
  }

  /** Accepted while fresh: it will be started, also after a reload. */
  accept(call) {
    if (!this.isDue(call)) this.#keepDue([...this.due, call]);
  }

  /** No longer to be started. */
  drop(call) {
    this.#keepDue(this.due.filter((other) => identity(other) !== identity(call)));
  }

  /** Notes that the call is started now; false if another page of this browser was quicker. */
  add(call) {
    const elsewhere = new Set(this.#stored(this.key)).has(identity(call));
    this.seen.add(identity(call));
    this.seen = new Set([...this.seen].slice(-REMEMBERED));
    this.#keep(this.key, [...this.seen]);
    this.drop(call);
    return !elsewhere;
  }

  #keepDue(due) {
    this.due = due;
    this.#keep(`${this.key}.due`, due);
  }

  #keep(key, value) {
    try {
      this.storage.setItem(key, JSON.stringify(value));
    } catch {
      // Storage full or forbidden: the calls are still known until the page is reloaded.
    }
  }

  #stored(key) {
    try {
      const stored = JSON.parse(this.storage.getItem(key));
      return Array.isArray(stored) ? stored : [];
    } catch {
      return [];
    }
  }
}

/** One line. `start(call, {signal})` shows and sounds one; what it returns is waited for, so sounds never overlap. */
export class CallLine {
  constructor({ start, seen, now, freshMs = () => FRESH_MS, aloneMs = ALONE_MS, stuckMs = STUCK_MS }) {
    Object.assign(this, { start, seen, now, freshMs, aloneMs, stuckMs });
    this.waiting = [];
    this.current = null;
    this.stopper = null;
  }

  /** What was accepted before the page was loaded anew, and is not too old for that. */
  resume() {
    for (const call of [...this.seen.due]) {
      if (this.#isFartherThan(DUE_FOR_MS, call)) this.seen.drop(call);
      else this.offer(call);
    }
  }

  /** Takes a call from the news or a snapshot; harmless if it was offered before. */
  offer(call) {
    if (this.seen.has(call) || this.isAhead(call) || (this.#isStale(call) && !this.seen.isDue(call))) return;
    this.seen.accept(call);
    this.waiting.push(call);
    this.waiting.sort((a, b) => Boolean(b.urgent) - Boolean(a.urgent) || a.id - b.id);
    if (!this.current) this.#startNext();
  }

  /** Takes back every call for which `isWithdrawn(call)` holds: those ahead are forgotten, the current one is stopped. */
  withdraw(isWithdrawn) {
    const gone = this.waiting.filter(isWithdrawn);
    this.waiting = this.waiting.filter((call) => !gone.includes(call));
    for (const call of gone) this.seen.add(call); // called anew it will be another call
    if (this.current && isWithdrawn(this.current)) this.stopper.abort();
  }

  /** Whether the call still waits for its turn in the slot: until then nothing else may show it. */
  isAhead(call) {
    return isIn(this.waiting, call);
  }

  /** So many wait that each must be brief. */
  get isCrowded() {
    return this.waiting.length >= CROWD;
  }

  async #startNext() {
    const call = (this.current = this.waiting.shift() ?? null);
    if (!call) return;
    this.stopper = new AbortController();
    // Noted before the sound: a reload in the middle must not sound it again.
    if (this.seen.add(call)) await this.#alone(call, this.stopper);
    this.#startNext();
  }

  async #alone(call, stopper) {
    const stopped = new Promise((done) => stopper.signal.addEventListener("abort", done, { once: true }));
    const over = Promise.race([this.#started(call, stopper.signal), pause(this.stuckMs)]);
    await Promise.race([Promise.all([pause(this.aloneMs), over]), stopped]);
    stopper.abort(); // what got stuck must not sound into the next call
  }

  async #started(call, signal) {
    try {
      await this.start(call, { signal });
    } catch (fault) {
      console.error("a call could not be sounded", fault);
    }
  }

  #isStale(call) {
    return this.#isFartherThan(this.freshMs(), call);
  }

  // Either way: where the server's clock was set back, the calls before that seem to come from the future.
  #isFartherThan(ms, call) {
    return Math.abs(this.now() - Date.parse(call.at)) > ms;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
