// Two tones before a call. Browsers keep silent until somebody has touched the page, unless they were started with
// --autoplay-policy=no-user-gesture-required (as our walls are): `soundAllowed` says which is so.

let context = null;

const TONES = [
  { hz: 659.25, at: 0 },
  { hz: 523.25, at: 0.42 },
];
const LENGTH_S = 1.5;

function audio() {
  context ??= new AudioContext();
  return context;
}

// Resolves to true when a sound would be heard now.
export async function soundAllowed() {
  const current = audio();
  // resume() never settles while the browser forbids sound: ask, but do not wait for it.
  if (current.state === "suspended") await Promise.race([current.resume(), pause(200)]);
  return current.state === "running";
}

// Call it inside a touch or key press: from then on the page may sound.
export function allowSound() {
  return audio().resume();
}

// Plays once; resolves when it has ended: true if it sounded, false if the browser forbids it.
export async function chime(volume = 0.5) {
  if (!(await soundAllowed())) return false;
  const start = audio().currentTime + 0.02;
  for (const tone of TONES) ring(tone.hz, start + tone.at, volume);
  await pause(LENGTH_S * 1000);
  return true;
}

// A struck bell: the tone and a soft octave above it, dying away.
function ring(hz, at, volume) {
  for (const [factor, share] of [[1, 1], [2, 0.25]]) {
    const tone = audio().createOscillator();
    const gain = audio().createGain();
    tone.frequency.value = hz * factor;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(volume * share, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 1);
    tone.connect(gain).connect(audio().destination);
    tone.start(at);
    tone.stop(at + 1.05);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
