// What does the desk look like when what is kept will have been done? Shown while the line is broken, so that an
// officer goes on with the citizen who stands there: who has come, how it ended.

import { say } from "./words.js";

// These only note what has happened at the desk; whatever calls somebody needs the server now.
export const WITHOUT_SERVER = new Set(["serve", "finish", "no-show", "park"]);
const POSSIBLE = { calling: ["serve", "no-show"], serving: ["finish", "park"] };

export function imagined(view, kept) {
  return kept.reduce(after, view);
}

// A state that the server has told meanwhile may contain the press already: then it changes nothing.
function after(view, press) {
  if (press.wish.ticket === undefined || press.wish.ticket !== view.ticket?.id) return view;
  if (press.verb === "serve" && view.phase === "calling") {
    return moved(view, "serving", { ...view.ticket, serving_at: new Date(press.at).toISOString() });
  }
  const ends = ["finish", "finish-next", "park", "no-show"].includes(press.verb);
  return ends ? moved(view, "ready", null) : view;
}

function moved(view, phase, ticket) {
  const verbs = Object.keys(view.refused).map((verb) => [verb, say("desk.not_offline")]);
  const possible = (POSSIBLE[phase] ?? []).map((verb) => [verb, null]);
  return { ...view, phase, ticket, refused: Object.fromEntries([...verbs, ...possible]), undo: null };
}
