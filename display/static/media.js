// Which picture or video is next in the slot? Loaded before it is shown, so that the slot is never empty; one element
// for each kind, used again, so that days of pictures cost the memory of one.

const PICTURE_MS = 12_000;
const LONGEST_MS = 180_000; // a film that never ends must not keep the roster away
const LOAD_WITHIN_MS = 20_000;

export class MediaShow {
  constructor(box) {
    this.picture = box.querySelector("img");
    this.video = box.querySelector("video");
    this.items = [];
    this.next = 0;
    this.ready = null; // the item that is loaded
    this.broken = new Set();
    this.isLoading = false;
  }

  /** The list of the snapshot; what is shown goes on if it is still among them. */
  take(items) {
    if (JSON.stringify(items) === JSON.stringify(this.items)) return;
    this.items = items;
    this.broken.clear();
    if (this.ready && !items.some(({ url }) => url === this.ready.url)) this.#drop();
  }

  get name() {
    return this.ready?.name ?? "";
  }

  /** Loads the next one that can be shown. Harmless to call again and again. */
  async prepare() {
    const item = this.#following();
    if (this.ready || this.isLoading || !item) return;
    this.isLoading = true;
    const isGood = await within(LOAD_WITHIN_MS, item.kind === "video" ? this.#loadVideo(item) : this.#loadPicture(item));
    this.isLoading = false;
    if (!this.items.includes(item)) return;
    this.next += 1;
    if (isGood) this.ready = item;
    else this.broken.add(item.url); // not asked for again until the list changes
  }

  /** Shows what is ready; returns for how long it stays at most. */
  show() {
    const isVideo = this.ready.kind === "video";
    this.video.hidden = !isVideo;
    this.picture.hidden = isVideo;
    if (!isVideo) return PICTURE_MS;
    this.video.play().catch(() => {});
    return LONGEST_MS;
  }

  /** A call takes the slot: it does not wait for the film to notice. */
  pause() {
    if (!this.video.paused) this.video.pause();
  }

  get hasEnded() {
    return this.ready?.kind === "video" && (this.video.ended || this.video.error !== null);
  }

  /** It was seen; the next one may be loaded. */
  finish() {
    this.#drop();
  }

  #following() {
    for (let step = 0; step < this.items.length; step++) {
      const item = this.items[(this.next + step) % this.items.length];
      if (this.broken.has(item.url)) continue;
      this.next += step;
      return item;
    }
    return null;
  }

  async #loadPicture({ url }) {
    this.picture.src = url;
    await this.picture.decode();
  }

  #loadVideo({ url }) {
    this.video.src = url;
    this.video.load();
    return new Promise((done, fail) => {
      this.video.oncanplay = done;
      this.video.onerror = () => fail(new Error(`${url} cannot be played`));
    });
  }

  #drop() {
    this.ready = null;
    this.picture.removeAttribute("src");
    if (!this.video.getAttribute("src")) return;
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load(); // else the browser keeps the film in memory
  }
}

async function within(ms, loading) {
  let timer;
  const late = new Promise((done) => (timer = setTimeout(() => done(false), ms)));
  try {
    return await Promise.race([loading.then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
