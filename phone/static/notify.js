// How does the phone tell its owner to come back? It rings and shakes, as far as it can, while this page is open and if
// its owner wants it. Which of these it can do is said, never guessed: a silent phone that promised to ring costs a turn.

import { allowSound, chime, pause, soundAllowed } from "/theme/chime.js";

const KEPT = "mot-cua-notify:";
const KEPT_FOR_MS = 2 * 24 * 3600 * 1000; // as long as a ticket has its page
const BETWEEN_MS = 1500;
// How often, how loud, and how it shakes: ms of shaking and of rest.
const SOON = { times: 2, volume: 0.6, shakes: [300, 150, 300] };
const CALLED = { times: 6, volume: 1, shakes: [700, 200, 700, 200, 700] };
const SAMPLE = { times: 1, volume: 0.6, shakes: [200] };

const canSound = "AudioContext" in window;
const canShake = "vibrate" in navigator;
const kind = canSound && canShake ? "both" : canSound ? "sound" : canShake ? "shake" : "neither";

export class Notifier {
  // `now`: {state, is_soon, calls}, as in `follow`: what stood on the page when it came needs no ringing.
  constructor(box, token, now) {
    Object.assign(this, { box, token, key: box.querySelector("[data-notify-key]"), about: reason(now) });
    this.isOn = kind !== "neither" && kept(token);
    this.isAllowed = true;
    this.ringing = null;
    this.awake = null;
    this.key.onclick = () => this.turn(!this.isOn);
    // Whoever touches the page has noticed; and browsers let a page sound only after a touch.
    for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => this.touched());
    document.addEventListener("visibilitychange", () => document.hidden || this.watch());
    this.offer(now);
    this.watch();
  }

  // What is so now: rings when it is another reason to come than before.
  follow(now) {
    const about = reason(now);
    const isNew = about !== "" && about !== this.about;
    this.about = about;
    this.offer(now);
    if (!about) this.quiet();
    else if (isNew && this.isOn) this.ring(now.state === "called" ? CALLED : SOON);
  }

  // There is nothing to wait for any more.
  end() {
    this.turn(false);
    this.box.hidden = true;
  }

  async turn(wanted) {
    this.isOn = wanted;
    keep(this.token, wanted);
    this.quiet();
    if (wanted && canSound) allowSound().catch(() => {}); // never settles where sound is forbidden
    await this.watch();
    if (wanted && this.isOn) this.ring(SAMPLE);
  }

  offer({ state }) {
    // Whoever is called already has nothing to switch on.
    this.box.hidden = !(["waiting", "parked", "no_show"].includes(state) || (state === "called" && this.isOn));
  }

  async ring({ times, volume, shakes }) {
    this.quiet();
    const { signal } = (this.ringing = new AbortController());
    for (let round = 0; round < times && !signal.aborted; round++) {
      if (canShake) navigator.vibrate(shakes);
      const rest = pause(BETWEEN_MS, signal);
      if (canSound) await chime(volume, { signal }).catch(() => {});
      await rest;
    }
    this.watch();
  }

  quiet() {
    if (canShake && this.ringing) navigator.vibrate(0);
    this.ringing?.abort();
    this.ringing = null;
  }

  touched() {
    this.quiet();
    if (!this.isOn || this.isAllowed) return;
    if (canSound) allowSound().catch(() => {});
    this.watch();
  }

  // May it sound and shake now, and does the screen stay bright? All of it ends when the page is out of sight for long.
  async watch() {
    if (this.isOn) this.isAllowed = await mayRing();
    await this.stayAwake().catch(() => {});
    this.show();
  }

  async stayAwake() {
    const isWanted = this.isOn && !this.box.hidden && !document.hidden && "wakeLock" in navigator;
    if (!isWanted) return this.awake?.release();
    if (this.awake && !this.awake.released) return;
    this.awake = await navigator.wakeLock.request("screen").catch(() => null);
    if (this.awake) this.awake.onrelease = () => this.show();
  }

  show() {
    this.key.hidden = kind === "neither";
    this.key.setAttribute("aria-checked", String(this.isOn));
    this.key.classList.toggle("ph-way--main", !this.isOn);
    const state = this.key.querySelector("b");
    state.textContent = this.isOn ? state.dataset.on : state.dataset.off;
    const told = {
      [kind]: !this.isOn,
      touch: this.isOn && !this.isAllowed,
      volume: this.isOn && canSound && this.isAllowed,
      awake: this.isOn && this.awake !== null && !this.awake.released,
      open: kind !== "neither",
    };
    for (const words of this.box.querySelectorAll("[data-told]")) words.hidden = !told[words.dataset.told];
  }
}

// A page that nobody has touched since it was loaded may do neither, whatever was wanted before.
async function mayRing() {
  const isTouched = !canShake || (navigator.userActivation?.hasBeenActive ?? true);
  return isTouched && (!canSound || (await soundAllowed().catch(() => false)));
}

// Why to come now, "" while there is time. Each call is another reason.
function reason({ state, is_soon: isSoon, calls }) {
  if (state === "called") return `called ${calls}`;
  if (state === "no_show") return state;
  return state === "waiting" && isSoon ? "soon" : "";
}

// For this ticket only, in this browser only. Where nothing can be kept it holds until the page is closed.
function keep(token, wanted) {
  try {
    for (const [name, since] of Object.entries(localStorage)) {
      if (name.startsWith(KEPT) && Date.now() - Number(since) > KEPT_FOR_MS) localStorage.removeItem(name);
    }
    if (wanted) localStorage.setItem(KEPT + token, String(Date.now()));
    else localStorage.removeItem(KEPT + token);
  } catch {
    // Forbidden, or full.
  }
}

function kept(token) {
  try {
    return localStorage.getItem(KEPT + token) !== null;
  } catch {
    return false;
  }
}
