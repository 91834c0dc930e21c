// "Nghe thử": a call that nobody is called by, played here and nowhere else.

import { post } from "/theme/post.js";

const form = document.querySelector("[data-sample]");
const told = document.querySelector("[data-sample-told]");
const player = new Audio();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok, data } = await post(form.action, Object.fromEntries(new FormData(form)));
  if (!ok) return tell(data?.title ?? form.dataset.noAnswer);
  if (!data.clips.length) return tell(form.dataset.nothing);
  for (const clip of data.clips) {
    tell(`${clip.caption} (${clip.source})`);
    if (!(await play(clip.url))) return tell(form.dataset.noSound);
    await new Promise((done) => setTimeout(done, clip.pause_ms));
  }
});

function tell(sentence) {
  told.textContent = sentence;
  told.hidden = false;
}

function play(url) {
  return new Promise((done) => {
    player.onended = () => done(true);
    player.onerror = () => done(false);
    player.src = url;
    player.play().catch(() => done(false));
  });
}
