// What time is it in the office? The server's time, ticking on: never the browser's clock, never its zone.

// performance.now() only moves forward, so a PC whose clock is set while the page is open does not disturb the hall.
let epochAtStart = null;
let offsetMin = 0;
let shownMinute = null;

export function now() {
  return epochAtStart === null ? Date.now() : epochAtStart + performance.now();
}

// Takes the server's time from a message: ISO text or milliseconds.
export function setNow(moment) {
  const epoch = typeof moment === "string" ? Date.parse(moment) : moment;
  if (!Number.isFinite(epoch)) return;
  epochAtStart = epoch - performance.now();
  show();
}

// Office wall time of an instant, in the fields of a UTC date: read it with getUTC… only.
export function officeTime(epoch = now()) {
  return new Date(epoch + offsetMin * 60_000);
}

export function clockText(epoch = now()) {
  const at = officeTime(epoch);
  return `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
}

// Begins with the first [data-clock] of the page; every [data-clock] and [data-today] then follows, also later ones.
export function startClock() {
  const first = document.querySelector("[data-clock][data-epoch]");
  if (!first) return;
  offsetMin = Number(first.dataset.offsetMin);
  setNow(Number(first.dataset.epoch));
  setInterval(show, 250);
}

// A swapped page brings texts of its own: show the running minute there too.
export function showClock() {
  shownMinute = null;
  show();
}

function show() {
  const minute = Math.floor(now() / 60_000);
  if (minute === shownMinute) return;
  shownMinute = minute;
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = clockText();
  for (const today of document.querySelectorAll("[data-today]")) today.textContent = todayText(today.dataset.today);
}

function todayText(weekdaysFromMonday) {
  const at = officeTime();
  const weekday = weekdaysFromMonday.split("|")[(at.getUTCDay() + 6) % 7];
  return `${weekday}, ${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()}`;
}
