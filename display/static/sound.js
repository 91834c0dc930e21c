// What is heard in the hall? Chime, sentence, a second, the sentence again; a recall once. One thing at a time: the
// line (calls.js) waits for the end. Only a loudspeaker sounds, and not while it is muted or its hours are quiet.

import { audio, chime, pause, soundAllowed } from "/theme/chime.js";
import { officeTime } from "/theme/clock.js";
import { get } from "/theme/post.js";

const BETWEEN_MS = 1_000;
const CLIPS_WITHIN_MS = 3_000; // after the chime: then the call is shown and has rung, and the next one waits
const CHIME_VOLUME = 0.6;

export class Loudspeaker {
  // settings(): the snapshot's `sound`; onCaption(text | ""): what is being said.
  constructor({ soundsUrl, settings, now, onCaption }) {
    Object.assign(this, { soundsUrl, settings, now, onCaption });
    this.isBlocked = false;
    this.context = null;
    this.output = null;
    this.stopper = null;
  }

  /** "on", or why nothing is heard: "silent" (no loudspeaker), "muted", "quiet" (hours), "blocked" (by the browser). */
  get state() {
    const { speaks, muted, muted_until: until, quiet } = this.settings();
    if (!speaks) return "silent";
    if (muted && (until === null || this.now() < Date.parse(until))) return "muted";
    if (quiet.some((span) => holds(span, officeTime(this.now())))) return "quiet";
    return this.isBlocked ? "blocked" : "on";
  }

  /** Whether the browser lets us sound now; asked again at every start, and after a touch. */
  async check() {
    this.isBlocked = this.settings().speaks && !(await soundAllowed());
    return !this.isBlocked;
  }

  /** Volume and muting hold at once, also for what is being said. */
  adjust() {
    if (this.output) this.output.gain.value = this.settings().volume / 100;
    if (["muted", "quiet"].includes(this.state)) this.stopper?.abort();
  }

  /** Says one call or announcement; resolves when it is silent again. isBrief(): leave out the repetition. */
  async say(item, { signal, isBrief = () => false }) {
    const isStill = ["silent", ...(item.urgent ? [] : ["muted", "quiet"])].includes(this.state);
    if (isStill || !(await this.check())) return;
    if (signal.aborted) return; // taken back meanwhile: such a signal tells no listener any more
    const stopper = new AbortController();
    signal.addEventListener("abort", () => stopper.abort(), { once: true });
    this.stopper = item.urgent ? null : stopper; // what is urgent cannot be muted
    await this.#speak(item, stopper.signal, isBrief);
  }

  async #speak(item, signal, isBrief) {
    const loading = this.#load(item, signal); // while the chime rings
    await chime(CHIME_VOLUME, { signal, output: this.#output() });
    const clips = await Promise.race([loading, pause(CLIPS_WITHIN_MS, signal).then(() => [])]);
    await this.#sentence(clips, signal);
    if (!clips.length || item.count > 1 || isBrief()) return;
    await pause(BETWEEN_MS, signal);
    await this.#sentence(clips, signal);
  }

  async #load(item, signal) {
    const { ok, data } = await get(`${this.soundsUrl}${item.id}`);
    if (!ok) return [];
    try {
      return await Promise.all(data.clips.map((clip) => this.#fetch(clip, signal)));
    } catch (fault) {
      if (!signal.aborted) console.error("a clip could not be loaded", fault);
      return [];
    }
  }

  async #fetch(clip, signal) {
    const answer = await fetch(clip.url, { credentials: "same-origin", signal });
    if (!answer.ok) throw new Error(`${clip.url}: ${answer.status}`);
    return { ...clip, buffer: await audio().decodeAudioData(await answer.arrayBuffer()) };
  }

  async #sentence(clips, signal) {
    if (!clips.length || signal.aborted) return;
    this.onCaption(clips.map((clip) => clip.caption).filter(Boolean).join(" "));
    for (const clip of clips) {
      if (signal.aborted) break;
      await play(clip.buffer, this.#output(), signal);
      await pause(clip.pause_ms ?? 0, signal);
    }
    this.onCaption("");
  }

  #output() {
    if (this.context !== audio()) {
      this.context = audio();
      this.output = this.context.createGain();
      this.output.connect(this.context.destination);
    }
    this.output.gain.value = this.settings().volume / 100;
    return this.output;
  }
}

// A context that stands still never says "ended": the buffer knows how long it lasts.
async function play(buffer, output, signal) {
  const source = audio().createBufferSource();
  source.buffer = buffer;
  source.connect(output);
  const ended = new Promise((done) => source.addEventListener("ended", done, { once: true }));
  source.start();
  signal.addEventListener("abort", () => source.stop(), { once: true });
  await Promise.race([ended, pause(buffer.duration * 1000 + 500, signal)]);
  source.disconnect();
}

// Minutes of the day; a span may pass midnight.
function holds([from, to], at) {
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  return from < to ? from <= minute && minute < to : minute >= from || minute < to;
}
