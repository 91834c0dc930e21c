// Prints a list, sends a filter on choice, and says while a file is being read that it is.

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
for (const choice of document.querySelectorAll("[data-submits]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]");
    const most = Number(form.dataset.most);
    if (file && most && file.files[0]?.size > most) {
      event.preventDefault();
      form.querySelector("[data-too-large]").hidden = false;
      return;
    }
    // After the browser has taken the form's values: a disabled button would not be sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      form.querySelector("[data-busy-text]").hidden = false;
    });
  });
}

// Back from another page: the form as it was before.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
