// A ready sentence goes into the field, where it can still be changed before it is announced.

const field = document.querySelector("textarea[name=text]");
for (const button of document.querySelectorAll("[data-ready]")) {
  button.addEventListener("click", () => {
    field.value = button.textContent;
    field.focus();
  });
}
