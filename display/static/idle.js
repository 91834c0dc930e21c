// What fills the slot when nobody is called? The roster, over the whole screen when the office rests, and between
// rosters some pictures or a video.

const ROSTER_MS = 15_000;
const FULL_MS = 20_000;
const SHOWN_IN_A_ROW = 3;

export class IdleShow {
  constructor({ media }) {
    this.media = media;
    this.page = "roster";
    this.turnAt = 0; // not by the server's clock: set back an hour it would hold a page for an hour
    this.leftMs = null; // of the page that a call interrupted
    this.inARow = 0;
  }

  /** The page for this moment: "roster", "roster-full" or "media". Asked every second and at every painting. */
  pageNow(board) {
    const now = performance.now();
    if (this.leftMs !== null) this.#goOn(now);
    this.media.prepare();
    if (now >= this.turnAt || !this.#mayStay(board)) this.#turn(board, now);
    return this.page;
  }

  /** A call takes the slot. */
  interrupt() {
    if (this.leftMs !== null) return;
    this.leftMs = Math.max(0, this.turnAt - performance.now());
    this.media.pause();
  }

  #goOn(now) {
    this.turnAt = now + this.leftMs;
    this.leftMs = null;
    if (this.page === "media" && this.media.ready) this.media.show();
  }

  #mayStay(board) {
    if (this.page === "media") return this.media.ready !== null && !this.media.hasEnded;
    return this.page === "roster-full" ? isAtRest(board) : board.office.phase === "at_work";
  }

  #turn(board, now) {
    if (this.page === "media") {
      this.media.finish();
      this.inARow += 1;
    }
    if (this.media.ready && this.inARow < SHOWN_IN_A_ROW) {
      this.page = "media";
      this.turnAt = now + this.media.show();
      return;
    }
    // The next picture is loaded while the roster stands.
    this.inARow = 0;
    const wasFull = this.page === "roster-full" && board.office.phase === "at_work";
    this.page = isAtRest(board) && !wasFull ? "roster-full" : "roster";
    this.turnAt = now + (this.page === "roster" ? ROSTER_MS : FULL_MS);
  }
}

// Closed, or open with nobody called, served or waiting: the board has nothing to tell that the roster does not.
export function isAtRest(board) {
  if (board.office.phase !== "at_work") return true;
  return board.waiting === 0 && !board.rows.some(({ state }) => state === "calling" || state === "serving");
}
