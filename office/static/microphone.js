// How do sounds from the microphone become a WAV? Browsers give a page the microphone on this PC (localhost) or
// under HTTPS only: `isAllowed` says whether this is such a page.

const BLOCK_OF_LEVEL_S = 0.05;

export const isAllowed = () => Boolean(globalThis.isSecureContext && navigator.mediaDevices?.getUserMedia);

/** An open microphone. `onLevel(0…1)` hears how loud it is while it records. */
export class Microphone {
  #blocks = null;
  #peak = 0;
  #samplesSinceLevel = 0;

  /** Asks for the microphone; fails with a DOMException: NotAllowedError, NotFoundError, NotReadableError. */
  static async open(onLevel) {
    // What makes telephone calls bearable spoils a recording: no gate, no changing loudness.
    const wish = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: wish });
    const context = new AudioContext();
    await context.audioWorklet.addModule("/office/static/microphone_worklet.js");
    const tap = new AudioWorkletNode(context, "tap");
    const silent = new GainNode(context, { gain: 0 }); // without a way to the end nothing flows
    context.createMediaStreamSource(stream).connect(tap).connect(silent).connect(context.destination);
    return new Microphone(context, tap, stream, onLevel);
  }

  constructor(context, tap, stream, onLevel) {
    Object.assign(this, { context, stream, onLevel });
    tap.port.onmessage = ({ data }) => this.#take(data);
  }

  async start() {
    await this.context.resume();
    this.#blocks = [];
  }

  /** The recording as a WAV at `rate`, or null if nothing came. */
  async stop(rate) {
    const blocks = this.#blocks ?? [];
    this.#blocks = null;
    if (!blocks.length) return null;
    return wav(await resampled(blocks, this.context.sampleRate, rate), rate);
  }

  get isOn() {
    return this.#blocks !== null;
  }

  #take(block) {
    this.#blocks?.push(block);
    this.#peak = Math.max(this.#peak, ...block.map(Math.abs));
    this.#samplesSinceLevel += block.length;
    if (this.#samplesSinceLevel < BLOCK_OF_LEVEL_S * this.context.sampleRate) return;
    this.onLevel(this.isOn ? this.#peak : 0);
    this.#peak = this.#samplesSinceLevel = 0;
  }
}

// The browser's own converter is quicker and better than the server's.
async function resampled(blocks, from, to) {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const offline = new OfflineAudioContext(1, Math.max(1, Math.floor((length * to) / from)), to);
  const buffer = offline.createBuffer(1, length, from);
  let at = 0;
  for (const block of blocks) {
    buffer.copyToChannel(block, 0, at);
    at += block.length;
  }
  const source = new AudioBufferSourceNode(offline, { buffer });
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

function wav(samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => view.setInt16(44 + n * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return view.buffer;
}
