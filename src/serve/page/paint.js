// Draws the land, the rails and the names under an answer.

const FONT = '"Liberation Sans","Helvetica Neue",Arial,"Noto Sans","Noto Sans CJK KR",sans-serif';

// People that a city needs to be named, by zoom.
const PEOPLE = [[3, 4e6], [4, 1.5e6], [5, 5e5], [6, 2e5], [7, 7e4], [8, 2e4]];
// From these zooms on: all rails, all cities, dots and names of stations.
export const FINE = 5.2;
export const MORE = 6.6;
const DOTS = 6.4;
const NAMES = 7.6;

export class Painter {
  constructor() {
    this.layers = {};
    this.colours();
  }

  colours() {
    const style = getComputedStyle(document.documentElement);
    const names = ["water", "land", "coast", "border", "rails", "lines", "label", "halo", "country", "route", "alt", "ink", "paper", "accent", "bad", "soft"];
    this.colour = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  // Draws everything into a context for a view {x, y, scale, width, height, zoom}.
  draw(context, view) {
    this.context = context;
    this.view = view;
    const { colour, layers } = this;
    context.fillStyle = colour.water;
    context.fillRect(0, 0, view.width, view.height);
    context.lineJoin = context.lineCap = "round";
    for (const shift of worlds(view)) {
      if (layers.land) {
        const { land } = layers;
        context.fillStyle = colour.land;
        this.fill(land.lands.flatMap((country) => country.rings), shift);
        context.fillStyle = colour.water;
        this.fill(land.lakes, shift);
        this.stroke(land.coasts, shift, colour.coast, 0.8);
        this.stroke(land.borders, shift, colour.border, 1, [5, 3]);
      }
      const fine = view.zoom >= FINE && layers.fine;
      const rails = fine || layers.rails;
      const weight = Math.min(1.6, 0.5 + 0.17 * view.zoom - 0.3);
      if (rails) {
        this.stroke(rails, shift, colour.rails, weight, [], (line) => line.kind === 0);
        this.stroke(rails, shift, colour.rails, 1, [2, 4], (line) => line.kind === 1);
      }
      if (layers.network) {
        this.stroke(layers.network.lines, shift, colour.lines, weight + 0.25);
        if (view.zoom >= DOTS) this.dots(layers.network.stations, shift);
      }
    }
  }

  fill(rings, shift) {
    this.context.beginPath();
    for (const ring of rings) this.trace(ring, shift, true);
    this.context.fill("evenodd");
  }

  stroke(lines, shift, colour, width, dash = [], wanted = null) {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    for (const line of lines) if (!wanted || wanted(line)) this.trace(line, shift, false);
    context.stroke();
    context.setLineDash([]);
  }

  // Adds a line to the path, without the points that fall on the pixel of the one before.
  trace({ points, box }, shift, isRing) {
    const { context, view } = this;
    const left = (view.x - view.width / 2 / view.scale - shift);
    const top = view.y - view.height / 2 / view.scale;
    const right = left + view.width / view.scale;
    const bottom = top + view.height / view.scale;
    if (box[2] < left || box[0] > right || box[3] < top || box[1] > bottom) return;
    const { scale } = view;
    if ((box[2] - box[0]) * scale < 0.7 && (box[3] - box[1]) * scale < 0.7) return;
    const last = points.length - 2;
    let [px, py] = [(points[0] - left) * scale, (points[1] - top) * scale];
    context.moveTo(px, py);
    for (let i = 2; i <= last; i += 2) {
      const x = (points[i] - left) * scale;
      const y = (points[i + 1] - top) * scale;
      if (i < last && Math.abs(x - px) + Math.abs(y - py) < 1) continue;
      context.lineTo(x, y);
      [px, py] = [x, y];
    }
    if (isRing) context.closePath();
  }

  dots(stations, shift) {
    const { context, view, colour } = this;
    context.fillStyle = colour.paper;
    context.strokeStyle = colour.lines;
    context.lineWidth = 1.2;
    const radius = view.zoom > 8 ? 3 : 2;
    context.beginPath();
    for (const station of stations) {
      const [x, y] = at(view, station.x + shift, station.y);
      if (x < -5 || y < -5 || x > view.width + 5 || y > view.height + 5) continue;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 7);
    }
    context.fill();
    context.stroke();
  }

  // Names, the most important first, where there is room. `first` are those of the answer.
  names(context, view, first) {
    const taken = new Room(view);
    this.context = context;
    this.view = view;
    const { colour, layers } = this;
    for (const mark of first) {
      const [x, y] = mark.at;
      taken.take(x - 6, y - 6, x + 6, y + 6);
    }
    for (const mark of first) this.name(taken, mark.name, ...mark.at, { bold: true, size: mark.size ?? 13, colour: colour.ink, gap: 10, must: mark.must });
    for (const shift of worlds(view)) {
      if (layers.land && view.zoom > 2 && view.zoom < 6.8) this.countries(taken, shift);
      const least = PEOPLE.find(([zoom]) => view.zoom < zoom)?.[1] ?? 0;
      const cities = [layers.cities, view.zoom >= MORE ? layers.more : null];
      for (const list of cities) {
        for (const city of list ?? []) {
          if (city.people < least) break;
          const size = city.people > 2e6 ? 13 : city.people > 3e5 ? 12 : 11;
          this.place(taken, city, shift, size, colour.label, view.zoom < DOTS || !layers.network);
        }
      }
      if (layers.network && view.zoom >= NAMES) {
        for (const station of layers.network.stations) this.place(taken, station, shift, 11, colour.label, false);
      }
    }
  }

  place(taken, { name, x, y }, shift, size, colour, hasDot) {
    const [px, py] = at(this.view, x + shift, y);
    if (px < -60 || py < -10 || px > this.view.width + 10 || py > this.view.height + 10) return;
    if (!this.name(taken, name, px, py, { size, colour, gap: 5 }) || !hasDot) return;
    this.context.beginPath();
    this.context.arc(px, py, 2, 0, 7);
    this.context.fillStyle = colour;
    this.context.fill();
  }

  countries(taken, shift) {
    const { view, colour } = this;
    for (const land of this.layers.land.lands) {
      const size = Math.sqrt(land.area) * view.scale;
      const [x, y] = at(view, land.x + shift, land.y);
      const text = land.name.toUpperCase();
      if (size < 55 || size > 1400 || x < 0 || y < 0 || x > view.width || y > view.height) continue;
      this.context.letterSpacing = "1.5px";
      this.name(taken, text, x, y, { size: 11, colour: colour.country, middle: true });
      this.context.letterSpacing = "0px";
    }
  }

  // Writes a name beside a place; false where there is no room.
  name(taken, text, x, y, { size, colour, bold = false, gap = 0, middle = false, must = false }) {
    const { context } = this;
    context.font = `${bold ? 700 : 400} ${size}px ${FONT}`;
    const wide = context.measureText(text).width;
    const sides = middle ? [[-wide / 2, 4]] : [[gap, 4], [-gap - wide, 4], [-wide / 2, -gap - 3], [-wide / 2, gap + size]];
    const boxes = sides.map(([dx, dy]) => [x + dx - 3, y + dy - size, x + dx + wide + 3, y + dy + 4]);
    const isSeen = (box) => box[0] >= 0 && box[2] <= this.view.width;
    // What must be named stands over others rather than beside the map.
    let side = boxes.findIndex((box) => isSeen(box) && taken.isFree(...box));
    if (side < 0 && must) side = Math.max(0, boxes.findIndex(isSeen));
    if (side >= 0) {
      const [[dx, dy], box] = [sides[side], boxes[side]];
      taken.take(...box);
      context.lineWidth = 3.5;
      context.strokeStyle = this.colour.halo;
      context.strokeText(text, x + dx, y + dy);
      context.fillStyle = colour;
      context.fillText(text, x + dx, y + dy);
      return true;
    }
    return false;
  }
}

// The pixel of a place of the Mercator square.
export const at = (view, x, y) => [(x - view.x) * view.scale + view.width / 2, (y - view.y) * view.scale + view.height / 2];

// The copies of the world that are seen: by how much each is shifted.
export function worlds(view) {
  const half = view.width / 2 / view.scale;
  const [first, last] = [Math.floor(view.x - half), Math.floor(view.x + half)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

// Where on the screen something stands already, in cells.
class Room {
  constructor() {
    this.boxes = new Map();
  }
  *cells(left, top, right, bottom) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x++) {
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y++) yield x * 4096 + y;
    }
  }
  isFree(left, top, right, bottom) {
    for (const cell of this.cells(left, top, right, bottom)) {
      for (const box of this.boxes.get(cell) ?? []) {
        if (left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
      }
    }
    return true;
  }
  take(...box) {
    for (const cell of this.cells(...box)) {
      if (!this.boxes.has(cell)) this.boxes.set(cell, []);
      this.boxes.get(cell).push(box);
    }
  }
}
