// What does the page say? The sentences come with the page, in its language; here only their facts are filled in.

const words = JSON.parse(document.getElementById("words").textContent);

export function say(key, facts = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

// 0:42, 12:05, 75:00: minutes may pass the hour, so that a long service is not read as a clock.
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function minutes(ms) {
  return say("desk.minutes", { n: Math.max(0, Math.floor(ms / 60_000)) });
}
