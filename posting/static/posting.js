// The one thing a posted page cannot do by itself: open the printer's window. Without scripts the browser's menu does.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
