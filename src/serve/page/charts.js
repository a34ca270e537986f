// Speed over distance and the graphic timetable, one above the other, with one cursor that the map shares.

import { below, h, hours, km, svg } from "./dom.js";

const LEFT = 44;
const RIGHT = 14;
// Hours between lines that read well.
const STEPS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 240];
const COLOURS = { border: "#7a4fb0" };

export class Charts extends EventTarget {
  constructor(host) {
    super();
    this.host = host;
    this.at = null;
    new ResizeObserver(() => this.route && this.draw()).observe(host);
  }

  show(route) {
    this.route = route;
    this.host.hidden = !route;
    this.at = null;
    if (route) this.draw();
  }

  draw() {
    const width = Math.max(260, this.host.clientWidth - 28);
    if (width === this.width && this.drawn === this.route) return;
    [this.width, this.drawn] = [width, this.route];
    const isNarrow = width < 520;
    const [speedHigh, timeHigh] = isNarrow ? [80, 100] : [74, 96];
    const height = speedHigh + timeHigh + 34;
    const { route } = this;
    const length = route.distance_km;
    const x = (at) => LEFT + (at / length) * (width - LEFT - RIGHT);
    this.x = x;
    const picture = svg("svg", { class: "plot", viewBox: `0 0 ${width} ${height}`, height, role: "slider", tabindex: 0, "aria-label": "A place on the route. Arrow keys move along it.", "aria-valuemin": 0, "aria-valuemax": Math.round(length), "aria-valuenow": 0, "aria-valuetext": this.told(0) });
    this.picture = picture;
    const top = Math.max(...route.limits.map((limit) => limit.sustained_kmh), ...route.speed_curve.speed_kmh, 20);
    const most = Math.ceil((top * 1.05) / 20) * 20;
    const ySpeed = (kmh) => 8 + (1 - kmh / most) * (speedHigh - 8);
    const grid = (x1, y1, x2, y2) => svg("line", { class: "grid-line", x1, y1, x2, y2 });
    const text = (tx, ty, told, anchor = "end") => svg("text", { x: tx, y: ty, "text-anchor": anchor }, told);
    for (const kmh of [0, most / 2, most]) picture.append(grid(LEFT, ySpeed(kmh), width - RIGHT, ySpeed(kmh)), text(LEFT - 6, ySpeed(kmh) + 4, Math.round(kmh)));
    const steps = nice(length, isNarrow ? 4 : 9);
    const bottom = height - 16;
    for (let at = 0; at <= length; at += steps) picture.append(grid(x(at), 8, x(at), bottom), text(x(at), height - 3, at ? at.toLocaleString("en") : "0 km", "middle"));
    const { at_km, speed_kmh } = route.speed_curve;
    const points = at_km.map((at, i) => `${x(at).toFixed(1)},${ySpeed(speed_kmh[i]).toFixed(1)}`);
    picture.append(
      svg("path", { class: "area", d: `M${x(0)},${ySpeed(0)}L${points.join("L")}L${x(length)},${ySpeed(0)}Z` }),
      svg("path", { class: "curve", d: `M${points.join("L")}` }),
      svg("path", { class: "limit", d: limits(route.limits, x, ySpeed, most) }));
    this.timetable(picture, x, speedHigh + 18, bottom, text, grid);
    this.cursor = svg("line", { class: "cursor", y1: 8, y2: bottom, visibility: "hidden" });
    this.knob = svg("circle", { class: "knob", r: 4.5, visibility: "hidden" });
    picture.append(this.cursor, this.knob);
    this.ySpeed = ySpeed;
    this.read = h("span", { class: "read" });
    this.host.replaceChildren(h("div", { class: "head" }, h("span", {}, h("b", {}, "Speed"), " km/h"), h("span", {}, h("b", {}, "Graphic timetable"), " low to high"), this.read), picture);
    picture.addEventListener("pointermove", (event) => this.pointed(event));
    picture.addEventListener("pointerdown", (event) => this.pointed(event));
    picture.addEventListener("pointerleave", () => this.move(null, true));
    picture.addEventListener("keydown", (event) => this.key(event));
    picture.addEventListener("focus", () => this.move(this.at ?? 0, true));
    if (this.at != null) this.move(this.at);
  }

  // Time downwards: the likely run with the band from low to high, and stops as steps.
  timetable(picture, x, top, bottom, text, grid) {
    const { calls, duration_h } = this.route;
    const y = (time) => top + (time / duration_h.high) * (bottom - top);
    const step = STEPS.find((one) => duration_h.high / one <= 5) ?? 480;
    for (let time = 0; time <= duration_h.high; time += step) picture.append(grid(LEFT, y(time), this.width - RIGHT, y(time)), text(LEFT - 6, y(time) + 4, hours(time)));
    const run = (which) => calls.flatMap((call) => [call.arrives_h, call.departs_h].map((time) => `${x(call.at_km).toFixed(1)},${y(time[which]).toFixed(1)}`));
    picture.append(
      svg("path", { class: "band", d: `M${run("low").join("L")}L${run("high").reverse().join("L")}Z` }),
      svg("path", { class: "run", d: `M${run("likely").join("L")}` }));
    for (const call of calls) {
      if (!["border", "gauge_change"].includes(call.kind)) continue;
      picture.append(svg("line", { x1: x(call.at_km), x2: x(call.at_km), y1: 8, y2: bottom, stroke: COLOURS.border, "stroke-dasharray": "2 3", opacity: 0.8 }, svg("title", {}, call.name)));
    }
    this.y = y;
  }

  // What is known of a place of the route, in words.
  told(at) {
    const { calls, speed_curve: curve } = this.route;
    const i = below(calls.map((call) => call.at_km), at + 0.05);
    const [call, next] = [calls[i], calls[i + 1]];
    const part = next ? (at - call.at_km) / Math.max(0.01, next.at_km - call.at_km) : 0;
    const isThere = !next || Math.abs(at - call.at_km) < 0.06;
    const where = isThere ? call.name : `${call.name} – ${next.name}`;
    const time = isThere ? call.arrives_h.likely : call.departs_h.likely + part * (next.arrives_h.likely - call.departs_h.likely);
    const clock = isThere && call.arrives_local ? `, ${call.arrives_local.slice(11, 16)} local time` : "";
    return `${where}: ${km(at)}, after ${hours(time)}${clock}, ${Math.round(speedAt(curve, at))} km/h`;
  }

  timeAt(at) {
    const { calls } = this.route;
    const i = below(calls.map((call) => call.at_km), at);
    const [call, next] = [calls[i], calls[i + 1]];
    if (!next) return call.arrives_h.likely;
    const part = (at - call.at_km) / Math.max(0.01, next.at_km - call.at_km);
    return call.departs_h.likely + part * (next.arrives_h.likely - call.departs_h.likely);
  }

  // Moves the cursor; tells the others unless one of them told it.
  move(at, tells = false) {
    this.at = at;
    if (!this.cursor) return;
    const isShown = at != null;
    for (const mark of [this.cursor, this.knob]) mark.setAttribute("visibility", isShown ? "visible" : "hidden");
    if (isShown) {
      const x = this.x(at);
      this.cursor.setAttribute("x1", x);
      this.cursor.setAttribute("x2", x);
      this.knob.setAttribute("cx", x);
      this.knob.setAttribute("cy", this.y(this.timeAt(at)));
      const told = this.told(at);
      this.read.textContent = told;
      this.picture.setAttribute("aria-valuenow", Math.round(at));
      this.picture.setAttribute("aria-valuetext", told);
    } else this.read.textContent = "";
    if (tells) this.dispatchEvent(new CustomEvent("point", { detail: at }));
  }

  pointed(event) {
    const box = this.picture.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * this.width;
    const part = (px - LEFT) / (this.width - LEFT - RIGHT);
    this.move(Math.max(0, Math.min(1, part)) * this.route.distance_km, true);
  }

  key(event) {
    const { distance_km: length, calls } = this.route;
    const now = this.at ?? 0;
    const stations = calls.map((call) => call.at_km);
    const goals = {
      ArrowRight: now + length / 100,
      ArrowLeft: now - length / 100,
      ArrowUp: now - length / 100,
      ArrowDown: now + length / 100,
      PageDown: stations.find((at) => at > now + 0.01) ?? length,
      PageUp: [...stations].reverse().find((at) => at < now - 0.01) ?? 0,
      Home: 0,
      End: length,
    };
    if (!(event.key in goals)) return;
    event.preventDefault();
    this.move(Math.max(0, Math.min(length, goals[event.key])), true);
  }
}

function speedAt({ at_km, speed_kmh }, at) {
  const i = Math.min(below(at_km, at), at_km.length - 2);
  const span = at_km[i + 1] - at_km[i];
  const part = span > 0 ? (at - at_km[i]) / span : 0;
  return speed_kmh[i] + part * (speed_kmh[i + 1] - speed_kmh[i]);
}

function limits(all, x, y, most) {
  const known = all.filter((limit) => limit.line_limit_kmh != null);
  return known.map((limit) => `M${x(limit.from_km).toFixed(1)},${y(Math.min(most, limit.line_limit_kmh)).toFixed(1)}H${x(limit.to_km).toFixed(1)}`).join("");
}

// A round step that divides a length into about so many parts.
function nice(length, parts) {
  const rough = length / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= rough);
}
