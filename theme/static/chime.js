// Two tones before a call. Browsers keep silent until somebody has touched the page, unless they were started with
// --autoplay-policy=no-user-gesture-required (as our walls are): `soundAllowed` says which is so.

let context = null;

const TONES = [
  { hz: 659.25, at: 0 },
  { hz: 523.25, at: 0.42 },
];
const LENGTH_S = 1.5;

/** The page's one place where sound comes from. */
export function audio() {
  if (context?.state === "closed") context = null;
  context ??= new AudioContext();
  return context;
}

// Resolves to true when a sound would be heard now.
export async function soundAllowed() {
  const current = audio();
  // resume() never settles while the browser forbids sound: ask, but do not wait for it.
  if (current.state !== "running") await Promise.race([current.resume(), pause(200)]);
  return current.state === "running";
}

// Call it inside a touch or key press: from then on the page may sound.
export function allowSound() {
  return audio().resume();
}

// Plays once; resolves when it has ended: true if it sounded, false if the browser forbids it or nothing came out.
export async function chime(volume = 0.5, { signal, output } = {}) {
  if (!(await soundAllowed())) return false;
  if (signal?.aborted) return true;
  const source = audio();
  const start = source.currentTime + 0.02;
  const tones = TONES.flatMap((tone) => ring(tone.hz, start + tone.at, volume, output ?? source.destination));
  signal?.addEventListener("abort", () => tones.forEach((tone) => tone.stop()), { once: true });
  await pause(LENGTH_S * 1000, signal);
  return signal?.aborted || hasSounded(source, start);
}

// A sound card that went away (a screen that slept, a cable) can leave a context that runs and stands still.
function hasSounded(source, since) {
  if (source.currentTime - since > LENGTH_S / 3) return true;
  source.close();
  return false;
}

// A struck bell: the tone and a soft octave above it, dying away.
function ring(hz, at, volume, output) {
  return [[1, 1], [2, 0.25]].map(([factor, share]) => {
    const tone = audio().createOscillator();
    const gain = audio().createGain();
    tone.frequency.value = hz * factor;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(volume * share, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 1);
    tone.connect(gain).connect(output);
    tone.start(at);
    tone.stop(at + 1.05);
    return tone;
  });
}

/** So long, or until the signal ends it. */
export function pause(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    const stop = () => {
      clearTimeout(timer);
      done();
    };
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}
