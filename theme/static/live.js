// How does a page stay true without reloading? It follows the server's news; news that leaves a gap makes it ask for
// the snapshot. The socket only brings news: commands are POSTs.

import { io } from "./vendor/socket.io.esm.min.js";
import { now, setNow } from "./clock.js";

const STALE_AFTER_MS = 8000;
const REFUSED_RETRY_MS = 3000;
const GIVE_UP_AFTER_MS = 12_000; // a pulled cable leaves a line that is silent and never says that it is broken
const SNAPSHOT_RETRY_MS = [500, 1000, 2000, 4000];

// screen: "wall" | "kiosk" | "desk" | "phone"; key: desk code or ticket token.
// onNews(message): apply it. onSnapshotNeeded(): fetch and show the snapshot, resolve to its `seq`; if it fails, throw:
// it is asked again. onState("live" | "stale", lastHeardDate): only changes, in the office's time.
// onTick({now, training}) is optional. Returns {seq(), close()}.
export function connect({ screen, key = "", onNews, onSnapshotNeeded, onState = () => {}, onTick = () => {} }) {
  const follower = new Follower(onNews, onSnapshotNeeded);
  // Phones get no ticks: for them only the connection itself is a sign of life.
  const isTicking = screen !== "phone";
  const life = new Life(onState, isTicking ? STALE_AFTER_MS : Infinity, isTicking ? GIVE_UP_AFTER_MS : Infinity, hangUp);
  let isClosed = false;
  let data = null;
  const socket = io({
    auth: { screen, key },
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: 4000,
    reconnectionDelay: 400,
    reconnectionDelayMax: 3000,
  });
  // Socket.IO would find out after 45 seconds; it then tries again by itself.
  function hangUp() {
    if (socket.connected) socket.io.engine.close();
  }
  socket.on("connect", () => {
    life.heard();
    follower.ask();
  });
  // Socket.IO comes back by itself from a lost line, but not from a refusal or from a server that hangs up.
  const lost = () => {
    life.lost();
    if (!socket.active && !isClosed) setTimeout(() => socket.connect(), REFUSED_RETRY_MS);
  };
  socket.on("disconnect", lost);
  socket.on("connect_error", () => {
    // A network that swallows WebSockets says nothing: the next try begins with the other way.
    socket.io.opts.transports = [...socket.io.opts.transports].reverse();
    lost();
  });
  socket.on("tick", (tick) => {
    // Restored from a back-up: what happens now has numbers that this page would take for old.
    data ??= tick.data;
    if (tick.data !== data) location.reload();
    setNow(tick.now);
    life.heard();
    onTick(tick);
  });
  socket.on("news", (message) => {
    life.heard();
    follower.hear(message);
  });
  return {
    seq: () => follower.seq,
    close: () => {
      isClosed = true;
      life.end();
      socket.close();
    },
  };
}

// Keeps the place in the stream of news. Exported for its test.
export class Follower {
  constructor(onNews, onSnapshotNeeded) {
    this.onNews = onNews;
    this.onSnapshotNeeded = onSnapshotNeeded;
    this.seq = null;
    this.held = [];
    this.isAsking = false;
    this.mustAskAgain = false;
  }

  hear(message) {
    if (this.isAsking) this.held.push(message);
    else this.take(message);
  }

  take(message) {
    if (this.seq === null || message.prev > this.seq) {
      this.held.push(message);
      this.ask();
      return;
    }
    // Equal is not old: a board may follow the call that it contains.
    const isOld = message.seq < this.seq;
    // A call is handed on although the snapshot contains it: the wall knows by its id whether it was spoken.
    if (isOld && message.kind !== "call") return;
    this.seq = Math.max(this.seq, message.seq);
    this.onNews(message);
  }

  async ask() {
    if (this.isAsking) {
      // Asked before this reconnection: that answer may be older than what was missed since.
      this.mustAskAgain = true;
      return;
    }
    this.isAsking = true;
    for (let attempt = 0; ; attempt++) {
      this.mustAskAgain = false;
      try {
        const seq = await this.onSnapshotNeeded();
        if (this.mustAskAgain) continue;
        this.seq = Number(seq ?? 0);
        break;
      } catch {
        await pause(SNAPSHOT_RETRY_MS[Math.min(attempt, SNAPSHOT_RETRY_MS.length - 1)]);
      }
    }
    this.isAsking = false;
    this.release();
  }

  // What came meanwhile. A gap before these needs no second snapshot: the one just shown was made after them.
  release() {
    for (const message of this.held.splice(0)) {
      if (message.seq < this.seq && message.kind !== "call") continue;
      this.seq = Math.max(this.seq, message.seq);
      this.onNews(message);
    }
  }
}

// Is the server still there?
class Life {
  constructor(onState, staleAfterMs, giveUpAfterMs, giveUp) {
    Object.assign(this, { onState, staleAfterMs, giveUpAfterMs, giveUp });
    this.state = null;
    this.lastHeard = now();
    this.timer = setInterval(() => this.check(), 1000);
    this.silentSince = performance.now();
  }

  heard() {
    this.lastHeard = now();
    this.silentSince = performance.now();
    this.set("live");
  }

  lost() {
    this.set("stale");
  }

  check() {
    const silentMs = performance.now() - this.silentSince;
    if (silentMs > this.staleAfterMs) this.set("stale");
    if (silentMs <= this.giveUpAfterMs) return;
    this.silentSince += this.giveUpAfterMs; // and once more, should the next line be silent too
    this.giveUp();
  }

  set(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState(state, new Date(this.lastHeard));
  }

  end() {
    clearInterval(this.timer);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
