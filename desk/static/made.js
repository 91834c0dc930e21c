// Small parts of the page that scripts make.

export const $ = (id) => document.getElementById(id);

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function icon(name) {
  return $(`icon-${name}`).content.cloneNode(true);
}

// "[icon] Người cao tuổi": colour never says it alone.
export function priorityTag(name) {
  const tag = element("span", "tag tag--warn");
  tag.append(icon("priority"), element("span", "", name));
  return tag;
}
