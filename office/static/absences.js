// Finds a name while it is typed, asks who is free whenever officer or time change, and shows what matters only.

const form = document.querySelector("[data-candidates]");
const substitute = document.querySelector("[data-substitute]");
const accepted = document.querySelector("[data-accepted]");

const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");

for (const box of document.querySelectorAll("[data-find]")) {
  const list = document.getElementById(box.dataset.find);
  box.addEventListener("input", () => narrow(list, box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    choose(list, event.key === "ArrowDown" || shown(list).length > 1);
    if (document.activeElement === box) goOn(list);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    goOn(list);
  });
}

if (form) {
  let timer = 0;
  form.addEventListener("change", (event) => {
    if (event.target.closest("[data-dates]")) check(form, "dates");
    showDates();
    showChairman();
    if (event.target === substitute) return showAccepted();
    clearTimeout(timer);
    timer = setTimeout(askWhoIsFree, 150);
  });
  showDates();
  showChairman();
}
substitute?.addEventListener("change", showAccepted);
showAccepted();
document.querySelector("[data-first]")?.focus();
// Somebody may have typed before this script was here.
for (const box of document.querySelectorAll("[data-find]")) narrow(document.getElementById(box.dataset.find), box.value);

function narrow(list, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  for (const group of list.querySelectorAll("optgroup")) {
    const inGroup = [...group.children].map((option) => {
      const parts = fold(`${option.textContent} ${group.label}`).split(/[\s\-–,]+/);
      option.hidden = !words.every((word) => parts.some((part) => part.startsWith(word)));
      return !option.hidden;
    });
    group.hidden = !inGroup.some(Boolean);
  }
  if (words.length && shown(list).length === 1) choose(list, false);
}

// Enter takes who is chosen and goes on to the next question: it must not send a form that is not filled in.
function goOn(list) {
  const controls = [...list.form.querySelectorAll("input,select,textarea,button")].filter((each) => each.offsetParent);
  const after = controls.slice(controls.indexOf(list) + 1);
  const next = after[0]?.type === "radio" ? after.find((each) => each.name === after[0].name && each.checked) : after[0];
  (next ?? after[0])?.focus();
}

function shown(list) {
  return [...list.options].filter((option) => option.value && !option.hidden && !option.disabled);
}

function choose(list, goes) {
  const [first] = shown(list);
  if (!first) return;
  const isChosen = shown(list).includes(list.selectedOptions[0]);
  if (!isChosen) {
    list.value = first.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (goes) list.focus();
}

function check(within, value) {
  const button = within.querySelector(`input[name="when"][value="${value}"]`);
  if (button) button.checked = true;
}

function showDates() {
  const isDates = form.querySelector('input[name="when"]:checked')?.value === "dates";
  form.querySelector("[data-dates]").hidden = !isDates;
}

function showChairman() {
  form.querySelector("#chairman_told_at").hidden = !form.querySelector("#chairman_told").checked;
}

function showAccepted() {
  if (!accepted) return;
  const isForeign = substitute.selectedOptions[0]?.hasAttribute("data-foreign");
  accepted.hidden = !isForeign && !accepted.querySelector("input").value;
}

let newest = 0;

async function askWhoIsFree() {
  const mine = ++newest;
  const asked = new URLSearchParams();
  for (const name of ["officer", "when", "from_day", "from_sitting", "to_day", "to_sitting", "substitute", "ignoring"]) {
    const value = new FormData(form).get(name);
    if (value) asked.set(name, value);
  }
  const answer = await fetch(`${form.dataset.candidates}?${asked}`, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return; // the list of before stands; the server checks again when it is saved
  const fresh = new DOMParser().parseFromString(`<select>${await answer.text()}</select>`, "text/html");
  if (mine !== newest) return; // something was changed meanwhile, and asked about since
  const chosen = substitute.value; // perhaps while the answer was on its way
  substitute.replaceChildren(...fresh.querySelector("select").children);
  // Who was chosen and is not free any more is chosen no longer; never anybody else instead.
  substitute.value = chosen;
  if (substitute.selectedIndex < 0 || substitute.selectedOptions[0].disabled) substitute.value = "";
  showAccepted();
}
