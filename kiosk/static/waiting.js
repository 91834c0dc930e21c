// When is the server back? Asked every two seconds; then the kiosk begins anew.

const EVERY_MS = 2000;
const { home, queue } = document.querySelector("[data-home]").dataset;

let tries = 0;

async function look() {
  document.title = `${document.title.split(" · ")[0]} · ${++tries}`;
  try {
    const answer = await fetch(queue, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(3000) });
    if (answer.status < 500) return location.replace(home);
  } catch {
    // Not yet.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
