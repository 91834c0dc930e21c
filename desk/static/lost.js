// What may still be done while the server cannot be reached, and what is kept for it?

import { $ } from "./made.js";
import { say } from "./words.js";

export function drawLost(view, link, kept) {
  const isLost = !link.isConnected;
  $("online").hidden = isLost;
  $("offline").hidden = !isLost;
  $("lost").hidden = !isLost;
  if (!isLost) return;
  const words = [say(view.ticket ? "desk.offline.held" : "desk.offline"), ...keptWords(kept)].join(" ");
  if ($("lost-text").textContent !== words) $("lost-text").textContent = words;
}

function keptWords(kept) {
  if (!kept.length) return [];
  return [say("desk.kept", { what: kept.map((press) => say(`desk.verb.${press.verb}`)).join(", ") })];
}
