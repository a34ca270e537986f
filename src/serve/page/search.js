// A box that completes names of stations in any script (the ARIA combobox pattern).

import { ask, debounced, h, say } from "./dom.js";

let count = 0;

// `chosen` is told the place {id, name} that was picked, or the text that was entered; `extra` gives further options.
export class Search {
  constructor(input, chosen, extra = () => []) {
    this.input = input;
    this.chosen = chosen;
    this.extra = extra;
    this.list = h("ul", { class: "list", role: "listbox", id: `list-${++count}`, hidden: true, "aria-label": "Places" });
    input.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocapitalize: "off" })) input.setAttribute(name, value);
    const look = debounced(70, () => this.look());
    input.addEventListener("input", () => {
      delete input.dataset.id;
      look();
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.pick(this.rows[[...this.list.children].indexOf(item)]);
    });
  }

  // What is asked for: the id of what was picked, else the text.
  get value() {
    return this.input.dataset.id ?? this.input.value.trim();
  }

  set(place) {
    this.input.value = place?.name ?? "";
    if (place?.id) this.input.dataset.id = place.id;
    else delete this.input.dataset.id;
  }

  async look() {
    const text = this.input.value.trim();
    this.asking?.abort();
    if (!text) return this.close();
    this.asking = new AbortController();
    let found = [];
    try {
      found = (await ask("/api/stations", { query: text }, this.asking.signal)).stations;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (document.activeElement !== this.input || this.input.value.trim() !== text) return;
    this.show([...this.extra(text), ...found.slice(0, 8)]);
  }

  show(rows) {
    this.rows = rows;
    this.active = -1;
    const item = (row, i) => h("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false" },
      h("span", { class: "name" }, row.name),
      h("small", { class: "cc" }, row.told ?? row.country),
      row.name_local && row.name_local !== row.name && h("small", { class: "local", lang: language(row.country) }, row.name_local));
    this.list.replaceChildren(...rows.map(item));
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    say(rows.length ? `${rows.length} places` : "No place has a name like it");
    if (rows.length) this.move(0);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  move(to) {
    const items = [...this.list.children];
    items[this.active]?.setAttribute("aria-selected", "false");
    this.active = (to + items.length) % items.length;
    const item = items[this.active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  pick(row) {
    this.asking?.abort();
    this.set(row);
    this.close();
    this.chosen(row);
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(this.active + (event.key === "ArrowDown" ? 1 : -1));
      else this.look();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" || (event.key === "Tab" && isOpen)) {
      const text = this.input.value.trim();
      if (event.key === "Enter") event.preventDefault();
      if (isOpen && this.active >= 0) this.pick(this.rows[this.active]);
      else if (text && event.key === "Enter") {
        // Whoever is quicker than the list asks with the text.
        this.asking?.abort();
        this.close();
        this.chosen({ name: text, id: this.input.dataset.id ?? null });
      }
    }
  }
}

// The language of local names, so that they are drawn and read aloud rightly.
const language = (country) => ({ KP: "ko", KR: "ko", CN: "zh", RU: "ru", VN: "vi", MN: "mn", JP: "ja" })[country] ?? null;
