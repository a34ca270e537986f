// The answer on the map: routes, stations, the train, the isochrone; and what of it is near a pointer.

import { below } from "./dom.js";
import { mercatorX, mercatorY } from "./layers.js";
import { at } from "./paint.js";

// Kinds of calls that are always marked.
const MARKED = new Set(["end", "border", "gauge_change", "reversal", "locomotive_change"]);
// Colours of the hours of an isochrone, from near to far.
export const RAMP = ["#1a7a8c", "#3f9f6e", "#93b03b", "#e0a526", "#e0702b", "#b5303c"];

export class Overlay {
  constructor(map) {
    this.map = map;
    this.clear();
  }

  clear() {
    this.routes = [];
    this.chosen = 0;
    this.vias = [];
    this.cursor = this.stretch = this.ghost = this.leg = this.reach = this.drag = null;
    this.ends = [];
  }

  // The routes of an answer; `vias` are ids of stations that must be passed.
  show(routes, vias = []) {
    this.clear();
    this.vias = vias;
    this.routes = routes.map((route) => {
      const { lat, lon, at_km } = route.path;
      const x = [];
      for (const [i, one] of lon.entries()) {
        let here = mercatorX(one);
        if (i) here += Math.round(x[i - 1] - here);
        x.push(here);
      }
      return { route, x, y: lat.map(mercatorY), km: at_km };
    });
    this.map.refresh();
  }

  // The stations of an isochrone, each with the way to it.
  isochrone(reach, start) {
    this.clear();
    const places = new Map(reach.stations.map((one) => [one.station, one]));
    if (start) places.set(reach.from, { ...start, time_h: { likely: 0 } });
    const step = reach.within_h / RAMP.length;
    this.reach = reach.stations.map((one) => {
      const before = places.get(one.before);
      let x = mercatorX(one.lon);
      const from = before && [mercatorX(before.lon), mercatorY(before.lat)];
      if (from) x += Math.round(from[0] - x);
      return { x, y: mercatorY(one.lat), from, band: Math.min(RAMP.length - 1, Math.floor(one.time_h.likely / step)), one };
    });
    if (start) this.ends = [{ x: mercatorX(start.lon), y: mercatorY(start.lat), name: start.name, isStart: true }];
    this.map.refresh();
  }

  box() {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const add = (x, y) => {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    };
    for (const { x, y } of this.routes) x.forEach((one, i) => add(one, y[i]));
    for (const { x, y } of [...(this.reach ?? []), ...this.ends]) add(x, y);
    return box[0] < box[2] || box[1] < box[3] ? box : null;
  }

  // The place on the chosen route at a distance from its start.
  placeAt(km) {
    const path = this.routes[this.chosen];
    if (!path) return null;
    const i = Math.min(below(path.km, km), path.km.length - 2);
    const span = path.km[i + 1] - path.km[i];
    const part = span > 0 ? Math.max(0, Math.min(1, (km - path.km[i]) / span)) : 0;
    return [path.x[i] + (path.x[i + 1] - path.x[i]) * part, path.y[i] + (path.y[i + 1] - path.y[i]) * part];
  }

  // The place of the world's copy that is nearest to the middle of the view.
  pixel(view, x, y) {
    return at(view, x + Math.round(view.x - x), y);
  }

  // Under the names.
  under(context, view) {
    const { colour } = this.map.painter;
    context.lineJoin = context.lineCap = "round";
    for (const { x, y, from, band, one } of this.reach ?? []) {
      if (from) {
        const shift = Math.round(view.x - x);
        context.beginPath();
        context.moveTo(...at(view, from[0] + shift, from[1]));
        context.lineTo(...at(view, x + shift, y));
        context.strokeStyle = RAMP[band];
        context.lineWidth = 3.2;
        context.globalAlpha = one.within === "technical_minimum" ? 0.3 : 1;
        context.stroke();
      }
      context.globalAlpha = 1;
    }
    const order = this.routes.map((_, i) => i).sort((a, b) => (a === this.chosen) - (b === this.chosen));
    for (const i of order) {
      const isChosen = i === this.chosen;
      this.line(context, view, this.routes[i], colour.halo, isChosen ? 8 : 6);
      this.line(context, view, this.routes[i], isChosen ? colour.route : colour.alt, isChosen ? 4.2 : 3);
    }
    const path = this.routes[this.chosen];
    if (!path) return;
    for (const call of path.route.calls) {
      if (!MARKED.has(call.kind) && !(call.kind === "stop" && view.zoom > 4.5) && view.zoom < 7) continue;
      const [px, py] = this.pixel(view, mercatorX(call.lon), mercatorY(call.lat));
      circle(context, px, py, MARKED.has(call.kind) ? 4 : 3, colour.paper, colour.route, 2);
    }
  }

  line(context, view, path, colour, width, from = 0, to = Infinity) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = context.lineCap = "round";
    context.beginPath();
    const shift = Math.round(view.x - path.x[path.x.length >> 1]);
    let isBegun = false;
    for (let i = 0; i < path.x.length; i++) {
      if (path.km[i] < from || path.km[i] > to) continue;
      context[isBegun ? "lineTo" : "moveTo"](...at(view, path.x[i] + shift, path.y[i]));
      isBegun = true;
    }
    context.stroke();
  }

  // Places of the answer that are named before all others.
  marks(view) {
    const path = this.routes[this.chosen];
    const named = this.ends.map(({ x, y, name }) => ({ at: this.pixel(view, x, y), name, must: true, size: 14 }));
    if (!path) return named;
    const { calls } = path.route;
    const shown = calls.filter((call, i) => i === 0 || i === calls.length - 1 || MARKED.has(call.kind) || this.vias.includes(call.station));
    const weight = (call) => (call === calls[0] || call === calls.at(-1) ? 0 : 1);
    return shown.sort((a, b) => weight(a) - weight(b)).map((call) => ({
      at: this.pixel(view, mercatorX(call.lon), mercatorY(call.lat)),
      name: call.name,
      must: weight(call) === 0,
      size: weight(call) === 0 ? 14.5 : 12.5,
    }));
  }

  // Above everything.
  over(context, view) {
    const { colour } = this.map.painter;
    const path = this.routes[this.chosen];
    if (path && this.leg) this.line(context, view, path, colour.ink, 6, ...this.leg);
    if (path && this.stretch) {
      this.line(context, view, path, colour.accent, 9, this.stretch.low, this.stretch.high);
      const place = this.placeAt(this.stretch.likely);
      circle(context, ...this.pixel(view, ...place), 7, colour.paper, colour.accent, 4);
    }
    if (path) {
      const last = path.x.length - 1;
      circle(context, ...this.pixel(view, path.x[last], path.y[last]), 7, colour.route, colour.paper, 2.5);
      circle(context, ...this.pixel(view, path.x[0], path.y[0]), 6.5, colour.paper, colour.ink, 3.5);
      for (const call of path.route.calls) {
        if (!this.vias.includes(call.station)) continue;
        circle(context, ...this.pixel(view, mercatorX(call.lon), mercatorY(call.lat)), 6.5, colour.paper, colour.route, 3.5);
      }
    }
    for (const { x, y, isStart } of this.ends) {
      circle(context, ...this.pixel(view, x, y), 6.5, isStart ? colour.paper : colour.route, isStart ? colour.ink : colour.paper, 3);
    }
    if (this.cursor != null) {
      const place = this.placeAt(this.cursor);
      if (place) circle(context, ...this.pixel(view, ...place), 6, colour.ink, colour.paper, 2.5);
    }
    if (this.ghost && !this.drag) circle(context, ...this.ghost.at, 5.5, colour.paper, colour.route, 3);
    if (this.drag) {
      context.setLineDash([4, 5]);
      context.strokeStyle = colour.ink;
      context.lineWidth = 1.6;
      context.beginPath();
      context.moveTo(...this.drag.from);
      context.lineTo(...this.drag.at);
      context.stroke();
      context.setLineDash([]);
      circle(context, ...this.drag.at, 8, colour.paper, colour.route, 4);
    }
    if (this.hasCross && document.activeElement === this.map.host) {
      const [x, y] = [view.width / 2, view.height / 2];
      context.strokeStyle = colour.ink;
      context.lineWidth = 2;
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 5 * dx, y + 5 * dy);
        context.lineTo(x + 16 * dx, y + 16 * dy);
      }
      context.stroke();
    }
  }

  // The place of the chosen route nearest to a pixel, within some pixels: its distance from the start and where it is.
  near(view, px, py, within, path = this.routes[this.chosen]) {
    if (!path) return null;
    let best = null;
    const shift = Math.round(view.x - path.x[path.x.length >> 1]);
    let [ax, ay] = at(view, path.x[0] + shift, path.y[0]);
    for (let i = 1; i < path.x.length; i++) {
      const [bx, by] = at(view, path.x[i] + shift, path.y[i]);
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const part = length ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) : 0;
      const place = [ax + part * (bx - ax), ay + part * (by - ay)];
      const away = Math.hypot(px - place[0], py - place[1]);
      if (away <= (best?.away ?? within)) best = { away, at: place, km: path.km[i - 1] + part * (path.km[i] - path.km[i - 1]) };
      [ax, ay] = [bx, by];
    }
    return best;
  }

  // The number of another route at a pixel; -1 where there is none, or where the chosen one is as well.
  otherAt(view, px, py) {
    if (this.near(view, px, py, 8)) return -1;
    return this.routes.findIndex((path, i) => i !== this.chosen && this.near(view, px, py, 8, path));
  }

  // What a press takes hold of: a station that must be passed, or the route itself.
  grip(view, px, py, pointer) {
    const within = pointer === "touch" ? 22 : 12;
    const path = this.routes[this.chosen];
    if (!path) return null;
    for (const call of path.route.calls) {
      if (!this.vias.includes(call.station)) continue;
      const place = this.pixel(view, mercatorX(call.lon), mercatorY(call.lat));
      if (Math.hypot(place[0] - px, place[1] - py) <= within) return { via: call.station, km: call.at_km, from: place };
    }
    const near = this.near(view, px, py, within);
    return near && { km: near.km, from: near.at };
  }
}

function circle(context, x, y, radius, fill, stroke, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = width;
  context.strokeStyle = stroke;
  context.stroke();
}
