// The map: a canvas for the world, one for the answer above it, and what hands and keys do with them.

import { h } from "./dom.js";
import * as layers from "./layers.js";
import { lonOf, latOf, mercatorX, mercatorY } from "./layers.js";
import { FINE, MORE, Painter, at } from "./paint.js";
import { Overlay } from "./overlay.js";

const LEAST = 1.2;
const MOST = 12;
// Pixels that a pointer may move and still have clicked.
const STILL = 5;

export class WorldMap extends EventTarget {
  constructor(host) {
    super();
    this.host = host;
    this.painter = new Painter();
    this.overlay = new Overlay(this);
    this.view = { x: mercatorX(95), y: mercatorY(47), zoom: 2.6 };
    this.base = h("canvas", { "aria-hidden": "true" });
    this.top = h("canvas", { "aria-hidden": "true" });
    this.scale = h("div", { class: "scale", "aria-hidden": "true" });
    this.credit = h("div", { class: "credit" }, "© OpenStreetMap contributors · Natural Earth");
    const button = (label, text, work) => h("button", { type: "button", "aria-label": label, title: label, onclick: work }, text);
    this.controls = h("div", { class: "controls" },
      button("Zoom in", "+", () => this.zoomBy(1)),
      button("Zoom out", "−", () => this.zoomBy(-1)),
      button("Show the whole answer", "⤢", () => this.fit()));
    host.append(this.base, this.top, this.scale, this.credit, this.controls);
    host.tabIndex = 0;
    host.setAttribute("role", "application");
    host.setAttribute("aria-label", "Map of railways. Arrow keys move it, plus and minus zoom, Enter asks about the place in the middle, 0 shows the whole answer.");
    this.hands();
    new ResizeObserver(() => this.resize()).observe(host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.painter.colours();
      this.refresh();
    });
    this.resize();
    this.load();
  }

  async load() {
    const set = (name) => (layer) => {
      this.painter.layers[name] = layer;
      this.refresh();
    };
    await Promise.all([
      layers.basemap().then(set("land")),
      layers.rails(false).then(set("rails")),
      layers.network().then(set("network")),
      layers.cities(false).then(set("cities")),
    ]);
    this.isLoaded = true;
    this.host.dataset.loaded = "true";
  }

  // What is only needed near the ground.
  loadMore() {
    const once = (name, load) => {
      this.loading ??= {};
      this.loading[name] ??= load().then((layer) => {
        this.painter.layers[name] = layer;
        this.refresh();
      });
    };
    if (this.view.zoom >= FINE) once("fine", () => layers.rails(true));
    if (this.view.zoom >= MORE) once("more", () => layers.cities(true));
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!width || !height || (width === this.width && height === this.height)) return;
    const first = !this.width;
    [this.width, this.height, this.ratio] = [width, height, Math.min(2, devicePixelRatio || 1)];
    for (const canvas of [this.base, this.top]) {
      canvas.width = width * this.ratio;
      canvas.height = height * this.ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    if (!first && this.isFitted) this.fit(false);
    this.refresh();
  }

  // The view as the painter wants it.
  full(view = this.view) {
    return { ...view, scale: 256 * 2 ** view.zoom, width: this.width, height: this.height };
  }

  refresh() {
    this.isStale = true;
    this.wake();
  }

  wake() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  // Draws; while the map moves and a drawing takes long, the last one is moved instead.
  draw() {
    if (!this.width) return;
    const view = this.full();
    const now = performance.now();
    const isDue = this.isStale && (!this.isMoving || now - (this.drawn?.at ?? 0) > 2 * (this.drawn?.took ?? 0));
    if (isDue) {
      const context = this.base.getContext("2d");
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      this.painter.draw(context, view);
      this.overlay.under(context, view);
      this.painter.names(context, view, this.overlay.marks(view));
      this.base.style.transform = "";
      this.drawn = { view, at: performance.now(), took: performance.now() - now };
      this.isStale = false;
      this.loadMore();
    } else if (this.drawn) {
      const { view: old } = this.drawn;
      const zoom = view.scale / old.scale;
      const [x, y] = at(view, old.x, old.y);
      this.base.style.transform = `translate(${x - (old.width / 2) * zoom}px,${y - (old.height / 2) * zoom}px) scale(${zoom})`;
    }
    const context = this.top.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this.overlay.over(context, view);
    this.measure(view);
    if (this.isStale) this.wake();
  }

  measure(view) {
    const perPixel = (40075 * Math.cos((latOf(view.y) * Math.PI) / 180)) / view.scale;
    const most = perPixel * 110;
    const power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
    this.scale.style.width = `${length / perPixel}px`;
    this.scale.textContent = length < 1 ? `${Math.round(length * 1000)} m` : `${length.toLocaleString("en")} km`;
  }

  set(x, y, zoom) {
    const bounded = Math.max(LEAST, Math.min(MOST, zoom));
    const room = Math.min(0.5, this.height / 2 / (256 * 2 ** bounded));
    this.view = { x: ((x % 1) + 1) % 1, y: Math.max(room, Math.min(1 - room, y)), zoom: bounded };
    this.isFitted = false;
    this.refresh();
    this.dispatchEvent(new Event("move"));
  }

  // Zooms so that a pixel of the map keeps its place.
  zoomAround(px, py, zoom) {
    const bounded = Math.max(LEAST, Math.min(MOST, zoom));
    const [before, after] = [256 * 2 ** this.view.zoom, 256 * 2 ** bounded];
    const [dx, dy] = [px - this.width / 2, py - this.height / 2];
    this.set(this.view.x + dx / before - dx / after, this.view.y + dy / before - dy / after, bounded);
  }

  zoomBy(steps) {
    this.glide({ ...this.view, zoom: Math.max(LEAST, Math.min(MOST, this.view.zoom + steps)) });
  }

  // Shows a box of the Mercator square, or all of the answer.
  fit(isGliding = true, box = this.overlay.box()) {
    if (!box || !this.width) return;
    const pad = Math.min(70, this.width / 7);
    const zoom = Math.log2(Math.min((this.width - 2 * pad) / Math.max(1e-5, box[2] - box[0]), (this.height - 2 * pad) / Math.max(1e-5, box[3] - box[1])) / 256);
    const goal = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, zoom: Math.max(LEAST, Math.min(9, zoom)) };
    if (isGliding) this.glide(goal, true);
    else {
      this.set(goal.x, goal.y, goal.zoom);
      this.isFitted = true;
    }
  }

  glide(goal, fits = false) {
    cancelAnimationFrame(this.gliding);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const from = { ...this.view };
    const far = Math.abs(goal.x - from.x) > 0.5 ? Math.sign(goal.x - from.x) : 0;
    const start = performance.now();
    const step = (now) => {
      const part = still ? 1 : Math.min(1, (now - start) / 380);
      const eased = 1 - (1 - part) ** 3;
      const mix = (a, b) => a + (b - a) * eased;
      this.isMoving = part < 1;
      this.set(mix(from.x, goal.x - far), mix(from.y, goal.y), mix(from.zoom, goal.zoom));
      if (part < 1) this.gliding = requestAnimationFrame(step);
      else this.isFitted = fits;
    };
    step(start);
  }

  // The place under a pixel.
  placeAt(px, py) {
    const view = this.full();
    const x = (px - view.width / 2) / view.scale + view.x;
    const y = (py - view.height / 2) / view.scale + view.y;
    const wrapped = ((x % 1) + 1) % 1;
    return { px, py, x: wrapped, y, lat: latOf(y), lon: lonOf(wrapped) };
  }

  // The country at a place, and the surveyed line within a few pixels of it.
  knownAt({ x, y }) {
    const { land, network } = this.painter.layers;
    const country = land?.lands.find((one) => one.rings.filter((ring) => layers.contains(ring, x, y)).length % 2);
    const near = 9 / this.full().scale;
    let best = { away: near };
    for (const { points, box, line } of network?.lines ?? []) {
      if (!line || x < box[0] - near || x > box[2] + near || y < box[1] - near || y > box[3] + near) continue;
      const away = distance(x, y, points);
      if (away < best.away) best = { away, line };
    }
    return { country, line: best.line };
  }

  hands() {
    const { host } = this;
    const pointers = new Map();
    const local = (event) => {
      const box = host.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    let press = null;
    host.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button,.menu") || event.button > 0) return;
      cancelAnimationFrame(this.gliding);
      host.setPointerCapture(event.pointerId);
      const [x, y] = local(event);
      pointers.set(event.pointerId, [x, y]);
      const grip = pointers.size === 1 && this.overlay.grip(this.full(), x, y, event.pointerType);
      press = { x, y, view: { ...this.view }, moved: false, grip };
      this.pinch = null;
    });
    host.addEventListener("pointermove", (event) => {
      const [x, y] = local(event);
      if (!pointers.has(event.pointerId)) {
        if (event.pointerType === "mouse" && !event.target.closest("button,.menu")) this.hover(x, y);
        return;
      }
      pointers.set(event.pointerId, [x, y]);
      if (!press) return;
      press.moved ||= Math.hypot(x - press.x, y - press.y) > STILL;
      if (pointers.size === 2) return this.pinched([...pointers.values()]);
      if (!press.moved) return;
      host.classList.add("grabbing");
      this.isMoving = true;
      if (press.grip) {
        this.overlay.drag = { ...press.grip, at: [x, y] };
        return this.wake();
      }
      const scale = 256 * 2 ** this.view.zoom;
      this.set(press.view.x - (x - press.x) / scale, press.view.y - (y - press.y) / scale, this.view.zoom);
    });
    const lift = (event) => {
      if (!pointers.delete(event.pointerId)) return;
      host.classList.remove("grabbing");
      this.isMoving = false;
      const [x, y] = local(event);
      const done = press;
      press = null;
      if (pointers.size) {
        const [px, py] = [...pointers.values()][0];
        press = { x: px, y: py, view: { ...this.view }, moved: true };
        return;
      }
      this.overlay.drag = null;
      this.refresh();
      if (event.type === "pointercancel" || !done) return;
      if (done.grip && done.moved) this.tell("drag", { ...done.grip, ...this.placeAt(x, y) });
      else if (!done.moved && !this.pinch) this.tell("pick", this.placeAt(x, y));
    };
    host.addEventListener("pointerup", lift);
    host.addEventListener("pointercancel", lift);
    host.addEventListener("pointerleave", () => this.tell("point", null));
    host.addEventListener("wheel", (event) => {
      if (event.target.closest(".menu")) return;
      event.preventDefault();
      cancelAnimationFrame(this.gliding);
      this.isMoving = true;
      clearTimeout(this.settle);
      this.settle = setTimeout(() => {
        this.isMoving = false;
        this.refresh();
      }, 120);
      const lines = event.deltaMode === 1 ? 18 : 1;
      this.zoomAround(...local(event), this.view.zoom - (event.deltaY * lines) / (event.ctrlKey ? 90 : 320));
    }, { passive: false });
    host.addEventListener("dblclick", (event) => {
      if (event.target.closest("button,.menu")) return;
      const [x, y] = local(event);
      this.zoomAround(x, y, this.view.zoom + 1);
    });
    host.addEventListener("keydown", (event) => this.key(event));
  }

  pinched([a, b]) {
    const now = { apart: Math.hypot(a[0] - b[0], a[1] - b[1]), x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
    const { pinch } = this;
    this.isMoving = true;
    if (pinch) {
      this.zoomAround(now.x, now.y, this.view.zoom + Math.log2(now.apart / pinch.apart));
      const scale = 256 * 2 ** this.view.zoom;
      this.set(this.view.x - (now.x - pinch.x) / scale, this.view.y - (now.y - pinch.y) / scale, this.view.zoom);
    }
    this.pinch = now;
  }

  hover(x, y) {
    const near = this.overlay.near(this.full(), x, y, 11);
    this.host.classList.toggle("on-route", !!near);
    this.overlay.ghost = near;
    this.tell("point", near);
    this.wake();
  }

  key(event) {
    if (event.target !== this.host || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (event.shiftKey ? 240 : 80) / (256 * 2 ** this.view.zoom);
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (move) this.set(this.view.x + move[0] * step, this.view.y + move[1] * step, this.view.zoom);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1);
    else if (event.key === "-") this.zoomBy(-1);
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter") this.tell("pick", { ...this.placeAt(this.width / 2, this.height / 2), byKey: true });
    else return;
    this.overlay.hasCross = true;
    event.preventDefault();
  }

  // The answer as a picture of its own.
  picture(width, height) {
    const box = this.overlay.box() ?? [0.4, 0.2, 0.9, 0.5];
    const room = Math.min((width - 170) / (box[2] - box[0]), (height - 120) / (box[3] - box[1]));
    const zoom = Math.min(9, Math.log2(room / 256));
    const view = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, zoom, scale: 256 * 2 ** zoom, width, height };
    const canvas = h("canvas", { width, height });
    const context = canvas.getContext("2d");
    this.painter.draw(context, view);
    this.overlay.under(context, view);
    this.painter.names(context, view, this.overlay.marks(view));
    this.overlay.over(context, view);
    this.refresh();
    return canvas;
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// How far a point is from a line of two points.
function distance(x, y, [ax, ay, bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const part = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay));
}
