// How is something sent exactly once over a line that breaks? With an identity of its own, until there is an answer.

import { post } from "/theme/post.js";

const AGAIN_MS = 1500;
const NO_ANSWER = new Set([0, 502, 503, 504]);

// `onWait()` is called before each new try.
export async function answered(url, wish, onWait) {
  for (;;) {
    const answer = await post(url, wish);
    if (!NO_ANSWER.has(answer.status)) return answer;
    onWait();
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

// Not crypto.randomUUID(): plain HTTP in the hall is no secure context.
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
