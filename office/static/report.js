// What the Office has begun to propose stays on this computer until its report has been made, tab closed or not.

const form = document.querySelector("[data-draft]");
const text = form.querySelector("textarea");
const key = `office.report.${form.dataset.draft}`;

text.value ||= localStorage.getItem(key) ?? "";
text.addEventListener("input", () => {
  if (text.value) localStorage.setItem(key, text.value);
  else localStorage.removeItem(key);
});
