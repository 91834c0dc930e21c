// When does the server answer again? Asked every few seconds; then the ticket's page is opened, at this same address.

const EVERY_MS = 3000;

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(EVERY_MS) });
    if (answer.status < 500) return location.reload();
  } catch {
    // Not yet.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
addEventListener("online", () => location.reload());
