// How does a page ask the server? JSON both ways, an end after three seconds, never an exception.

const TIMEOUT_MS = 3000;

// {ok, status, data}; status 0 = no answer: the server may or may not have done it.
export function post(url, body = {}, timeoutMs = TIMEOUT_MS) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  return ask(url, timeoutMs, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
}

export function get(url, timeoutMs = TIMEOUT_MS) {
  return ask(url, timeoutMs, { headers: { Accept: "application/json" }, cache: "no-store" });
}

async function ask(url, timeoutMs, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const answer = await fetch(url, { ...options, credentials: "same-origin", signal: abort.signal });
    return { ok: answer.ok, status: answer.status, data: await jsonOf(answer) };
  } catch {
    return { ok: false, status: 0, data: null };
  } finally {
    clearTimeout(timer);
  }
}

async function jsonOf(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (!kind.includes("json")) return null;
  return answer.json();
}
