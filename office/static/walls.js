// What do the walls show now? Asked every few seconds; only words are put in place, so that nothing typed is lost.

import { get } from "/theme/post.js";

const EVERY_MS = 5_000;
const TONES = ["ok", "warn", "stop", "off"];

const list = document.querySelector("[data-walls]");

async function refresh() {
  const { ok, status, data } = await get(list.dataset.walls);
  if (status === 401 || status === 403) location.reload();
  if (ok) data.walls.forEach(show);
  setTimeout(refresh, EVERY_MS);
}

function show(wall) {
  const box = list.querySelector(`[data-wall="${CSS.escape(wall.code)}"]`);
  if (!box) return;
  for (const name of ["state", "seen", "shows", "sound", "test", "broken"]) write(box, name, wall[name]);
  tone(box.querySelector("[data-tone]"), wall.tone);
  tone(box.querySelector("[data-sound-tone]"), wall.sound_tone);
}

// What has not changed is left alone: a screen reader would say it again.
function write(box, name, text) {
  const place = box.querySelector(`[data-${name}]`);
  if (place.textContent !== text) place.textContent = text;
}

function tone(tag, wanted) {
  for (const each of TONES) tag.classList.toggle(`tag--${each}`, each === wanted);
}

setTimeout(refresh, EVERY_MS);
