// The ticket plate made by a script; the same marks as macros/plate.html.

export function digits(number) {
  return String(number).padStart(3, "0");
}

export function plate(series, number, { size = "", kind = "" } = {}) {
  const element = document.createElement("span");
  element.className = ["plate", size && `plate--${size}`, kind && `plate--${kind}`].filter(Boolean).join(" ");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", `${series}-${digits(number)}`);
  element.append(part("b", series), part("span", digits(number)));
  return element;
}

function part(tag, text) {
  const element = document.createElement(tag);
  element.setAttribute("aria-hidden", "true");
  element.textContent = text;
  return element;
}
