// How does a press become exactly one command? One at a time, each with its own number; after a lost answer the
// page first asks what is so, and only then lets somebody press again.

import { get, post } from "/theme/post.js";

const ASK_AGAIN_MS = 1000;

// onBusy(verb | null), onState(view, changedBy), onRefusal(sentence), onSignedOut(), onOldPage(), onLost(isLost).
export class Presses {
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    this.busy = null;
    this.isLost = false;
  }

  get canPress() {
    return this.busy === null && !this.isLost;
  }

  // Resolves to true when the server did it.
  async press(verb, wish = {}) {
    if (!this.canPress) return false;
    this.setBusy(verb);
    const answer = await post(`${this.address}/${verb}`, { ...wish, press_id: randomId() });
    this.setBusy(null);
    if (answer.ok) this.handlers.onState(answer.data, verb);
    else if (answer.status === 409) this.refused(answer.data);
    else if (isSignedOut(answer)) this.handlers.onSignedOut();
    else if (answer.status === 400) this.handlers.onOldPage();
    else await this.findOut();
    return answer.ok;
  }

  // Fetch the state and show it; throws when there is no answer, as live.js wants it.
  async refetch() {
    const answer = await get(`${this.address}/state`);
    if (isSignedOut(answer)) this.handlers.onSignedOut();
    if (!answer.ok) throw new Error(`no state: ${answer.status}`);
    this.handlers.onState(answer.data, null);
    return answer.data.seq;
  }

  refused(problem) {
    this.handlers.onRefusal(problem?.detail || problem?.title || "");
    this.refetch().catch(() => {});
  }

  // The server may or may not have done it.
  async findOut() {
    this.setLost(true);
    for (;;) {
      try {
        await this.refetch();
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    }
    this.setLost(false);
  }

  setBusy(verb) {
    this.busy = verb;
    this.handlers.onBusy(verb);
  }

  setLost(isLost) {
    this.isLost = isLost;
    this.handlers.onLost(isLost);
  }
}

function isSignedOut(answer) {
  return answer.status === 401 || answer.status === 403;
}

// Not crypto.randomUUID(): plain HTTP in the hall is no secure context.
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
