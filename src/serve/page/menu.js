// What can be done with a place on the map.

import { ask, h } from "./dom.js";

export class Menu {
  // `act` has from, to, via, avoid (each takes a place or a text), choose (takes the number of a route).
  constructor(map, act) {
    this.map = map;
    this.act = act;
    map.addEventListener("pick", (event) => this.open(event.detail));
    map.addEventListener("move", () => this.place());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  async open(spot) {
    this.close();
    const other = this.map.overlay.otherAt(this.map.full(), spot.px, spot.py);
    if (other >= 0) return this.act.choose(other);
    const { country, line } = this.map.knownAt(spot);
    let station = null;
    try {
      const near = `${spot.lat.toFixed(4)},${spot.lon.toFixed(4)}`;
      const found = await ask("/api/stations", { near });
      station = this.best(found.stations, spot);
    } catch {
      return;
    }
    if (!station) return;
    const button = (text, work) => h("button", { type: "button", class: "ghost", onclick: () => {
      this.close();
      work();
    } }, text);
    const { act } = this;
    const told = [station.name_local !== station.name && station.name_local, country?.name, station.lines[0]].filter(Boolean);
    this.box = h("div", { class: "menu", role: "dialog", "aria-label": station.name },
      h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => this.close() }, "×"),
      h("h2", {}, station.name),
      h("p", {}, told.join(" · ")),
      h("div", { class: "row" },
        button("From here", () => act.from(station)), button("To here", () => act.to(station)),
        act.canPass() && button("Pass", () => act.via(station)),
        button("Avoid", () => act.avoid(station.name, station.id)),
        line && button(`Avoid ${line}`, () => act.avoid(line, line)),
        country && country.code !== "--" && button(`Avoid ${country.name}`, () => act.avoid(country.name, country.code))));
    this.spot = spot;
    this.map.host.append(this.box);
    this.place();
    if (spot.byKey) this.box.querySelector(".row button").focus();
  }

  // Of the nearest places the one that is on the screen nearest to the pixel; a large one yields to none of its suburbs.
  best(stations, spot) {
    const scale = 256 * 2 ** this.map.view.zoom;
    const perDegree = scale / 360;
    const away = (one) => Math.hypot((one.lon - spot.lon) * perDegree, ((one.lat - spot.lat) * perDegree) / Math.cos((spot.lat * Math.PI) / 180));
    const near = stations.filter((one) => away(one) < 26);
    const { cities } = this.map.painter.layers;
    const named = near.find((one) => cities?.some((city) => city.name === one.name && Math.abs(city.x - spot.x) * scale < 40));
    return named ?? stations[0];
  }

  place() {
    if (!this.box) return;
    const view = this.map.full();
    const x = (this.spot.x + Math.round(view.x - this.spot.x) - view.x) * view.scale + view.width / 2;
    const y = (this.spot.y - view.y) * view.scale + view.height / 2;
    const [wide, high] = [this.box.offsetWidth, this.box.offsetHeight];
    this.box.style.left = `${Math.max(8, Math.min(view.width - wide - 8, x + 12))}px`;
    this.box.style.top = `${Math.max(8, Math.min(view.height - high - 8, y - high - 12 > 8 ? y - high - 12 : y + 14))}px`;
  }

  close() {
    if (this.box?.contains(document.activeElement)) this.map.host.focus();
    this.box?.remove();
    this.box = null;
  }
}
