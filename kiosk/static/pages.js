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
    this.items = list.dataset.items ? [...list.querySelectorAll(list.dataset.items)] : [...list.children];
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
    document.dispatchEvent(new Event("turned"));
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

  // One measurement of all items at their own height and place, then rows are put on pages.
  divide() {
    for (const item of this.items) item.hidden = false;
    this.list.classList.remove("is-full");
    const room = this.list.clientHeight - parseFloat(getComputedStyle(this.list).paddingBottom) + 1;
    const atMost = Number(this.list.dataset.perPage ?? Infinity);
    const pages = [];
    let top = 0;
    for (const row of rows(this.items)) {
      const current = pages.at(-1);
      if (!current || row.bottom - top > room || current.length + row.items.length > atMost) {
        pages.push([...row.items]);
        top = row.top;
      } else {
        current.push(...row.items);
      }
    }
    return pages;
  }
}

// Items side by side are a row; a heading belongs to the row under it.
function rows(items) {
  const found = [];
  for (const item of items) {
    // What the style leaves out takes no room.
    if (!item.getClientRects().length) continue;
    const { top, bottom } = item.getBoundingClientRect();
    const last = found.at(-1);
    const isBeside = last && (Math.abs(last.begins - top) < 2 || last.awaits);
    if (isBeside) {
      last.items.push(item);
      last.bottom = Math.max(last.bottom, bottom);
      last.begins = top;
    } else {
      found.push({ items: [item], top, begins: top, bottom });
    }
    found.at(-1).awaits = "heads" in item.dataset;
  }
  return found;
}

// Each page numbers its own choices from one.
function number(items) {
  items.forEach((item, index) => {
    const link = item.querySelector("a");
    link.dataset.digit = index + 1;
    link.querySelector(".tile__spine b").textContent = index + 1;
  });
}
