// Prints the roster, and leads the eye of a keyboard's user to what must be read before saving.

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
document.querySelector("[data-first]")?.focus();
