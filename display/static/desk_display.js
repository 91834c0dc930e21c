// What stands on the small screen at a desk: the number that is served, and, after it, one question about how it was.

import { setNow, startClock } from "/theme/clock.js";
import { connect } from "/theme/live.js";
import { plate } from "/theme/plate.js";
import { get, post } from "/theme/post.js";
import { Rating } from "./desk_rating.js";

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const part = (name) => document.querySelector(`[data-${name}]`);
const { base, desk } = document.body.dataset;

const states = json("states");
let state = json("state");
const rating = new Rating(json("words"), (wish) => post(`${base}/rating`, wish));

function show(next) {
  if (next.seq < state.seq) return;
  state = next;
  setNow(state.now);
  document.body.dataset.state = state.state;
  for (const picture of document.querySelectorAll("[data-icon]")) picture.hidden = picture.dataset.icon !== state.state;
  part("words").textContent = state.back_at ? states.back.replace("{time}", state.back_at) : states[state.state];
  part("officer").textContent = state.officer;
  part("departments").textContent = state.departments.join(" · ");
  const kind = state.state === "calling" ? "call" : "";
  part("plate").replaceChildren(...(state.number === null ? [] : [plate(state.series, state.number, { kind })]));
  rating.offer(state.question);
}

async function refetch() {
  const { ok, status, data } = await get(`${base}/state`);
  // No longer this desk's screen: the page itself says what to do.
  if (status === 401 || status === 403) location.reload();
  if (!ok) throw new Error(`no state: ${status}`);
  show(data);
  return data.seq;
}

startClock();
show(state);
connect({
  screen: "desk_display",
  key: desk,
  onNews: () => refetch().catch(() => {}),
  onSnapshotNeeded: refetch,
  onState: (next) => (part("stale").hidden = next === "live"),
});
