// The layers of the map: fetched once, kept as coordinates of the Mercator square (0 to 1).

export const mercatorX = (lon) => (lon + 180) / 360;
export function mercatorY(lat) {
  const bounded = Math.max(-85, Math.min(85, lat)) * (Math.PI / 180);
  return (1 - Math.log(Math.tan(bounded) + 1 / Math.cos(bounded)) / Math.PI) / 2;
}
export const lonOf = (x) => x * 360 - 180;
export const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

// Whole numbers in LEB128.
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    let [value, shift, byte] = [0, 0, 128];
    while (byte > 127) {
      byte = this.bytes[this.at++];
      value |= (byte & 127) << shift;
      shift += 7;
    }
    return value >>> 0;
  }
  signed() {
    const value = this.number();
    return (value >>> 1) ^ -(value & 1);
  }
  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
  list(read) {
    return Array.from({ length: this.number() }, read);
  }
  // Points as a flat array of Mercator coordinates.
  line(steps) {
    const count = this.number();
    const points = new Float32Array(2 * count);
    let [lon, lat, last] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      lon += this.signed();
      lat += this.signed();
      let x = mercatorX(lon / steps);
      // Lines that cross the 180th meridian go on beyond it.
      if (i && Math.abs(x - last) > 0.5) x += x < last ? 1 : -1;
      last = x;
      points[2 * i] = x;
      points[2 * i + 1] = mercatorY(lat / steps);
    }
    return points;
  }
}

// A line with the box around it.
function boxed(points, kind = 0) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    box[0] = Math.min(box[0], points[i]);
    box[1] = Math.min(box[1], points[i + 1]);
    box[2] = Math.max(box[2], points[i]);
    box[3] = Math.max(box[3], points[i + 1]);
  }
  return { points, box, kind };
}

async function bytes(path) {
  const response = await fetch(path);
  return new Uint8Array(await response.arrayBuffer());
}

export async function basemap() {
  const all = await bytes("/map/basemap.bin");
  const reader = new Reader(all, 5);
  const arcs = reader.list(() => ({ isBorder: reader.number() === 1, points: reader.line(250) }));
  const ring = (indices) => {
    const points = [];
    for (const index of indices) {
      const arc = arcs[index < 0 ? ~index : index].points;
      const count = arc.length / 2;
      points.length = Math.max(0, points.length - 2);
      for (let i = 0; i < count; i++) {
        const at = index < 0 ? count - 1 - i : i;
        points.push(arc[2 * at], arc[2 * at + 1]);
      }
    }
    return Float32Array.from(points);
  };
  const lands = reader.list(() => {
    const [code, name] = [reader.text(), reader.text()];
    const polygons = reader.list(() => reader.list(() => reader.list(() => reader.signed())));
    const rings = polygons.flat().map((indices) => boxed(ring(indices)));
    return { code, name, rings, ...middle(rings) };
  });
  const lakes = reader.list(() => reader.list(() => boxed(reader.line(250)))).flat();
  const isSeam = (points) => points.length === 4 && (points[0] < 0.0001 || points[0] > 0.9999) && points[0] === points[2];
  const lines = arcs.filter((arc) => !isSeam(arc.points));
  return {
    lands,
    lakes,
    coasts: lines.filter((arc) => !arc.isBorder).map((arc) => boxed(arc.points)),
    borders: lines.filter((arc) => arc.isBorder).map((arc) => boxed(arc.points)),
  };
}

// The middle of the largest ring of a country and its area, where its name stands.
function middle(rings) {
  let best = { area: 0, x: 0, y: 0 };
  for (const { points } of rings) {
    let [area, x, y] = [0, 0, 0];
    for (let i = 0; i < points.length - 2; i += 2) {
      const cross = points[i] * points[i + 3] - points[i + 2] * points[i + 1];
      area += cross;
      x += (points[i] + points[i + 2]) * cross;
      y += (points[i + 1] + points[i + 3]) * cross;
    }
    if (Math.abs(area) > best.area) best = { area: Math.abs(area), x: x / (3 * area), y: y / (3 * area) };
  }
  return best;
}

export async function rails(isFine) {
  const reader = new Reader(await bytes(isFine ? "/map/rails-fine.bin" : "/map/rails.bin"));
  const steps = reader.number();
  return reader.list(() => {
    const kind = reader.number();
    return boxed(reader.line(steps), kind);
  });
}

export async function network() {
  const { stations, lines, segments } = await (await fetch("/map/network.json")).json();
  const all = stations.map(([id, name, local, lat, lon, weight]) => ({ id, name, local, weight, x: mercatorX(lon), y: mercatorY(lat) }));
  return {
    stations: [...all].sort((a, b) => b.weight - a.weight),
    lines: segments.map(([from, to, line]) => {
      const [a, b] = [all[from], all[to]];
      let end = b.x;
      if (Math.abs(end - a.x) > 0.5) end += end < a.x ? 1 : -1;
      return { ...boxed(Float32Array.of(a.x, a.y, end, b.y)), line: lines[line] };
    }),
  };
}

export async function cities(more) {
  const rows = await (await fetch(more ? "/map/cities-more.json" : "/map/cities.json")).json();
  return rows.map(([name, lat, lon, people]) => ({ name, people, x: mercatorX(lon), y: mercatorY(lat) }));
}

// Whether a point lies in a ring.
export function contains({ points, box }, x, y) {
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
  let inside = false;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [ay, by] = [points[i + 1], points[j + 1]];
    if (ay > y !== by > y && x < points[i] + ((y - ay) / (by - ay)) * (points[j] - points[i])) inside = !inside;
  }
  return inside;
}
