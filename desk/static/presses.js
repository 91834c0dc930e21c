// How does a press become exactly one command, also over a line that breaks? Each has its own number and is kept here
// until the server has answered: what stays without an answer is sent again with the same number, so that it is
// neither lost nor done twice. What is kept survives a reload of the page.

import { now } from "/theme/clock.js";
import { get, post } from "/theme/post.js";
import { randomId } from "./answered.js";

const AGAIN_MS = [500, 1000, 2000, 3000];
// A call that comes minutes later would surprise everybody: then the officer is asked.
const STALE_MS = 60_000;
const CALLS = new Set(["next", "call", "recall", "resume", "finish-next"]);
const NO_ANSWER = new Set([0, 502, 503, 504]);

// onChange(): what is kept has changed. onState(view, verb | null), onRefusal(sentence, dropped): `dropped` presses
// that followed the refused one go with it. onSignedOut(), onOldPage(). onStale(press): resolves to true to send it.
export class Presses {
  constructor(address, account, handlers) {
    this.address = address;
    this.handlers = handlers;
    this.store = `desk.presses.${account}.${address}`;
    this.kept = JSON.parse(sessionStorage.getItem(this.store) ?? "[]");
    this.isSending = false;
    this.isLost = false;
  }

  get busy() {
    return this.isSending && !this.isLost ? this.kept[0]?.verb : null;
  }

  // While an answer is awaited nothing else is taken; once the line is known to be lost, what is possible is kept.
  get canPress() {
    return !this.isSending || this.isLost;
  }

  press(verb, wish = {}, phase = "") {
    if (!this.canPress) return;
    this.kept.push({ verb, wish, phase, id: randomId(), at: now(), isSent: false });
    this.changed();
    this.send();
  }

  // The last one, if it was never on its way.
  takeBack() {
    if (!this.kept.length || this.kept.at(-1).isSent) return null;
    const press = this.kept.pop();
    this.changed();
    return press;
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    for (let tries = 0; this.kept.length; ) {
      this.kept[0].isSent = true;
      this.changed();
      if (await this.isAnswered(this.kept[0])) tries = 0;
      else await this.becomesPossible(tries++);
    }
    this.isSending = false;
    this.lost(false);
  }

  // True when the server has said what became of the press, whatever it said.
  async isAnswered(press) {
    // What happened while the line was cut happened then, not when the line came back.
    const age = Math.max(0, Math.round(now() - press.at));
    const answer = await post(`${this.address}/${press.verb}`, { ...press.wish, press_id: press.id, age_ms: age });
    if (NO_ANSWER.has(answer.status)) return false;
    if (answer.ok) return this.done(press, answer.data);
    if (isSignedOut(answer)) return this.stop(this.handlers.onSignedOut);
    if (answer.data?.code === "foreign_page") return this.stop(this.handlers.onOldPage);
    return this.refused(answer.data);
  }

  done(press, view) {
    this.kept.shift();
    this.changed();
    this.lost(false);
    this.handlers.onState(view, press.verb);
    return true;
  }

  // What was pressed afterwards stood on this one.
  refused(problem) {
    const dropped = this.kept.splice(0).length - 1;
    this.changed();
    this.lost(false);
    this.handlers.onRefusal(problem?.detail || problem?.title || "", dropped);
    this.refetch().catch(() => {});
    return true;
  }

  // Kept for the page that comes after the sign-in; never to be sent from this one.
  stop(leave) {
    leave();
    return new Promise(() => {});
  }

  async becomesPossible(tries) {
    this.lost(true);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]));
    const press = this.kept[0];
    if (!CALLS.has(press.verb) || now() - press.at < STALE_MS) return;
    const view = await this.refetch(true).catch(() => null);
    if (view === null || view.phase !== press.phase || (await this.handlers.onStale(press))) return;
    this.kept.splice(0);
    this.changed();
  }

  // Fetch the state and show it; throws when there is no answer. Resolves to its `seq`, or to all of it.
  async refetch(isWhole = false) {
    const answer = await get(`${this.address}/state`);
    if (isSignedOut(answer)) this.handlers.onSignedOut();
    if (!answer.ok) throw new Error(`no state: ${answer.status}`);
    this.handlers.onState(answer.data, null);
    return isWhole ? answer.data : answer.data.seq;
  }

  changed() {
    sessionStorage.setItem(this.store, JSON.stringify(this.kept));
    this.handlers.onChange();
  }

  lost(isLost) {
    if (isLost === this.isLost) return;
    this.isLost = isLost;
    this.handlers.onChange();
  }
}

function isSignedOut(answer) {
  return answer.status === 401 || answer.status === 403;
}
