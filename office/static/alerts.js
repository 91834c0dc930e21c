// How does somebody of the Office hear of an alert while another page is open? Its number stands beside the overview's
// name on every page, and a new one chimes.

import { chime } from "/theme/chime.js";
import { connect } from "/theme/live.js";
import { get } from "/theme/post.js";

const badge = document.querySelector("[data-urgent]");
let known = null;

// alerts: keys of all; urgent: how many of them are of this moment.
export function tellAlerts({ alerts, urgent }) {
  const isNew = known !== null && alerts.some((key) => !known.includes(key));
  known = alerts;
  badge.hidden = !urgent;
  badge.firstElementChild.textContent = urgent;
  badge.lastElementChild.textContent = badge.dataset.words.replace("{n}", urgent);
  if (isNew) chime();
}

export function knowAlerts(keys) {
  known = keys;
}

async function ask() {
  const { ok, data } = await get(document.querySelector("[data-alerts-url]").dataset.alertsUrl);
  if (!ok) throw new Error("no state");
  tellAlerts(data);
  return data.seq;
}

// The overview follows the day itself.
if (!document.querySelector("[data-today-page]")) {
  connect({ screen: "office", onNews: () => ask().catch(() => {}), onSnapshotNeeded: ask });
}
