// How does somebody at the kiosk get a person? The call goes out at once; the screen says when somebody comes.

import { get, post } from "/theme/post.js";
import { hearAnswer } from "./listen.js";
import * as offline from "./offline.js";
import { screen } from "./screen.js";

const ASK_EVERY_MS = 5000;
const GOES_AFTER_MS = 12_000;
let call = null;
let timer = null;

const box = () => document.getElementById("help");

export async function askForHelp() {
  if (box().open) return;
  const answer = await post(screen().dataset.help);
  if (answer.status === 0 || answer.status >= 500) return offline.begin();
  if (!answer.ok) return;
  const dialog = box();
  dialog.querySelector("[data-done]").onclick = () => dialog.close();
  dialog.querySelector("[data-back]").onclick = () => takeBack(dialog);
  dialog.onclose = forget;
  put(answer.data);
  dialog.showModal();
}

// News: somebody has answered, or a guide's page took the call away.
export function hearHelp(message) {
  if (call !== null && message.call === call) look();
}

function put({ call: id, state, sentence, more, heard }) {
  const dialog = box();
  const isNews = id !== call || dialog.querySelector("h2").textContent !== sentence || dialog.querySelector("p").textContent !== more;
  if (isNews) hearAnswer({ heard });
  call = id;
  dialog.querySelector("h2").textContent = sentence;
  dialog.querySelector("p").textContent = more;
  dialog.querySelector("[data-back]").hidden = state !== "asked";
  clearTimeout(timer);
  if (state === "asked") timer = setTimeout(look, ASK_EVERY_MS);
  else if (state === "answered") timer = setTimeout(() => dialog.close(), GOES_AFTER_MS);
  else dialog.close();
}

async function look() {
  if (call === null) return;
  const answer = await get(`${screen().dataset.help.split("?")[0]}/${call}${location.search}`);
  if (call === null) return;
  if (answer.ok) put(answer.data);
  else timer = setTimeout(look, ASK_EVERY_MS);
}

function takeBack(dialog) {
  post(`${screen().dataset.help.split("?")[0]}/back`);
  dialog.close();
}

function forget() {
  clearTimeout(timer);
  call = null;
}
