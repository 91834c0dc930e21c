// What of a long list fits on the screen? Lists are turned in pages, never scrolled: as many items as there is room for.

// Turns every [data-pages="name"] inside `root`; [data-pager="name"] has its buttons and appears only if needed.
export function paginate(root) {
  for (const list of root.querySelectorAll("[data-pages]")) {
    const pager = document.querySelector(`[data-pager="${list.dataset.pages}"]`);
    new Pages(list, pager).begin();
  }
}

class Pages {
  constructor(list, pager) {
    this.list = list;
    this.pager = pager;
    this.items = [...list.children];
    this.at = 0;
  }

  begin() {
    this.pager.hidden = true;
    this.pages = this.divide();
    if (this.pages.length > 1) {
      // The pager itself takes room, and its words do: divide again beside it.
      this.pager.hidden = false;
      this.say();
      this.pages = this.divide();
    }
    this.pager.querySelector("[data-previous]").onclick = () => this.turn(-1);
    this.pager.querySelector("[data-next]").onclick = () => this.turn(1);
    this.list.turn = (by) => this.turn(by);
    this.show();
  }

  turn(by) {
    this.at = Math.min(Math.max(this.at + by, 0), this.pages.length - 1);
    this.show();
  }

  show() {
    const now = this.pages[this.at] ?? [];
    for (const item of this.items) item.hidden = !now.includes(item);
    // A page that others follow fills the room; the last keeps its items at their own height.
    this.list.classList.toggle("is-full", this.at < this.pages.length - 1);
    if ("digits" in this.list.dataset) number(now);
    this.pager.querySelector("[data-previous]").disabled = this.at === 0;
    this.pager.querySelector("[data-next]").disabled = this.at >= this.pages.length - 1;
    this.say();
  }

  say() {
    const words = this.pager.querySelector("[data-page-words]");
    words.textContent = words.dataset.pageWords.replace("{page}", this.at + 1).replace("{pages}", this.pages.length);
  }

  // One measurement of all items at their own height, then rows are put on pages.
  divide() {
    for (const item of this.items) item.hidden = false;
    this.list.classList.remove("is-full");
    const style = getComputedStyle(this.list);
    const columns = style.gridTemplateColumns.split(" ").length;
    const gap = parseFloat(style.rowGap) || 0;
    const room = this.list.clientHeight - parseFloat(style.paddingBottom) + 1;
    const atMost = Number(this.list.dataset.perPage ?? Infinity);
    const heights = this.items.map((item) => item.getBoundingClientRect().height);
    const pages = [];
    let used = 0;
    for (let first = 0; first < this.items.length; first += columns) {
      const row = this.items.slice(first, first + columns);
      const height = Math.max(...heights.slice(first, first + columns));
      const current = pages.at(-1);
      if (!current || used + gap + height > room || current.length + row.length > atMost) {
        pages.push(row);
        used = height;
      } else {
        current.push(...row);
        used += gap + height;
      }
    }
    return pages;
  }
}

// Each page numbers its own choices from one.
function number(items) {
  items.forEach((item, index) => {
    const link = item.querySelector("a");
    link.dataset.digit = index + 1;
    link.querySelector(".tile__spine b").textContent = index + 1;
  });
}
