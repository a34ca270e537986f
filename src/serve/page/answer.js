// The answer about a journey, in the words of the library.

import { ask, copy, debounced, h, hours, km, query, save, svg } from "./dom.js";

// Where the time goes: a colour for each part, in the order of the ledger.
const PARTS = ["#b23a2e", "#d9793d", "#c7a13a", "#8a8f3c", "#3f8f83", "#3d78ad", "#7a5ca8", "#9a6a7d", "#777777"];
export const FORMATS = ["html", "png", "map.png", "svg", "geojson", "gpx", "kml", "csv", "json", "md"];

export function journey(answer, chosen, act) {
  const route = answer.routes[chosen];
  const { words } = route;
  const title = answer.routes[0].words.name;
  return [
    h("h2", {}, title),
    h("p", { class: "big" }, words.duration),
    h("p", { class: "sub" }, "under way; 8 journeys in 10 take ", h("b", {}, words.duration_range)),
    span(route),
    keys(route),
    words.arrival && h("p", { class: "sub" }, words.arrival),
    words.clocks && h("p", { class: "sub" }, words.clocks[0].toUpperCase() + words.clocks.slice(1), "."),
    facts([
      ["Distance by rail", route.distance_range_km ? `${words.distance} (${km(route.distance_range_km.low)} to ${km(route.distance_range_km.high)})` : words.distance],
      ["Straight line", words.geodesic],
      ["Mean speed", words.mean_speed],
      ["Technical minimum", words.technical_minimum],
      ["Train", answer.train_name],
      ["Consist", words.consist || "not known"],
    ]),
    h("div", { id: "others" }),
    where(answer, route, act),
    notes([...route.warnings], "What makes it uncertain", route.warnings.length < 3),
    h("h3", {}, "Where the time goes"),
    ledger(route),
    h("h3", {}, "Legs"),
    legs(route, act),
    notes(answer.remarks, "Remarks", act.plansBackwards()),
    share(answer, act),
  ];
}

export function facts(rows) {
  return h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

// The ranges on one scale: the technical minimum, the time under way, the arrival.
export function span(route, claimed = null) {
  const { duration_h: way, arrival_h: arrival, technical_minimum_h: least } = route;
  const most = Math.max(arrival?.high ?? way.high, claimed?.[1] ?? 0) * 1.04;
  const x = (time) => 2 + (time / most) * 376;
  const rect = (name, range, y, high) => svg("rect", { class: name, x: x(range.low), width: Math.max(2, x(range.high) - x(range.low)), y, height: high, rx: 3 });
  const tick = (time, y, high) => svg("line", { class: "tick", x1: x(time), x2: x(time), y1: y, y2: y + high });
  const step = [1, 2, 3, 6, 12, 24, 48, 96, 240, 480].find((one) => most / one <= 7) ?? 1000;
  const ticks = [];
  for (let time = 0; time <= most; time += step) ticks.push(svg("line", { class: "axis", x1: x(time), x2: x(time), y1: 4, y2: 40 }), svg("text", { x: x(time), y: 54, "text-anchor": time ? "middle" : "start" }, hours(time)));
  const told = `Technical minimum ${hours(least)}; under way ${hours(way.low)} to ${hours(way.high)}` + (arrival ? `; arrival ${hours(arrival.low)} to ${hours(arrival.high)}` : "");
  return svg("svg", { class: "span", viewBox: "0 0 380 58", role: "img", "aria-label": told },
    ticks,
    rect("way", way, 8, 13), tick(way.likely, 8, 13),
    arrival && rect("arr", arrival, 24, 9), arrival && tick(arrival.likely, 24, 9),
    claimed && svg("rect", { x: x(claimed[0]), width: Math.max(3, x(claimed[1]) - x(claimed[0])), y: 2, height: 38, fill: "currentColor", opacity: 0.22, rx: 2 }),
    svg("line", { class: "min", x1: x(least), x2: x(least), y1: 4, y2: 40 }),
    svg("title", {}, told));
}

function keys(route) {
  const key = (name, text) => h("li", {}, h("span", { class: `key ${name}` }), text);
  return h("ul", { class: "legend", "aria-hidden": "true" }, key("least", "technical minimum"), key("way", "under way, low to high"), route.arrival_h && key("arrives", "arrival with stays"));
}

function ledger(route) {
  const { rows } = route.words.ledger;
  const parts = rows.slice(0, -1);
  const bar = h("div", { class: "bar", "aria-hidden": "true" }, parts.map((row, i) => h("i", { style: { flex: `${Math.max(0.4, Number(row[2]))}`, background: PARTS[i % PARTS.length] } })));
  const row = (cells, i) => h("tr", {}, cells.map((cell, column) => h(column ? "td" : "th", { class: column ? "n" : null, scope: column ? null : "row" },
    column === 0 && i < parts.length && h("span", { class: "key", style: { background: PARTS[i % PARTS.length] } }), cell)));
  return h("div", {}, bar, h("table", {}, h("caption", { class: "unseen" }, "Where the time goes"), h("thead", {}, h("tr", {}, ["part", "time", "%"].map((head, i) => h("th", { class: i ? "n" : null, scope: "col" }, head)))), h("tbody", {}, rows.map(row))));
}

function legs(route, act) {
  const { headings, is_figure, rows } = route.words.legs;
  // What follows a leg stands below it, as in the terminal.
  const last = headings.length - 1;
  const isOwn = (column) => headings[column] !== "country";
  const country = headings.indexOf("country");
  const heads = headings.slice(0, last).map((head, i) => isOwn(i) && h("th", { scope: "col", class: is_figure[i] ? "n" : null }, head));
  let begun = 0;
  const body = rows.flatMap((cells, i) => {
    // A row below the legs sums them up.
    const reach = route.legs[i] && [begun, begun + route.legs[i].distance_km];
    begun = reach?.[1];
    const light = (isOn) => () => act.leg(isOn ? reach : null);
    const row = h("tr", { class: cells[last] ? "leg has-then" : "leg", onpointerenter: light(true), onpointerleave: light(false) },
      cells.slice(0, last).map((cell, column) => isOwn(column) && h("td", { class: is_figure[column] ? "n" : null }, cell, headings[column] === "line" && h("small", {}, ` ${cells[country]}`))));
    return cells[last] ? [row, h("tr", { class: "then" }, h("td", { colspan: last - 1 }, cells[last]))] : [row];
  });
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Legs" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, body)));
}

// What is typed stands between backticks.
const marked = (text) => text.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));

export function notes(texts, heading, isOpen) {
  if (!texts?.length) return null;
  return h("details", { class: heading === "Remarks" ? "notes plain" : "notes", open: isOpen }, h("summary", {}, `${heading} (${texts.length})`), h("ul", {}, texts.map((text) => h("li", {}, marked(text)))));
}

// Other routes, side by side.
export function others(answer, chosen, act) {
  if (answer.routes.length < 2) return null;
  const card = (route, i) => h("button", { type: "button", class: "card", "aria-pressed": String(i === chosen), onclick: () => act.choose(i) },
    h("b", {}, route.words.duration), h("small", {}, `${route.words.distance}, ${i ? route.words.name.replace(/^route \d+ ?/, "") || "another route" : "the fastest"}`));
  return h("div", {}, h("h3", {}, "Routes"), h("div", { class: "cards" }, answer.routes.map(card)));
}

// Where was the train so long after its departure?
function where(answer, route, act) {
  const most = route.arrival_h?.high ?? route.duration_h.high;
  const out = h("output", { for: "where" }, "Move the slider.");
  const slider = h("input", { id: "where", type: "range", min: 0, max: Math.ceil(most * 12), value: 0, "aria-label": "Hours since the departure" });
  const look = debounced(90, async () => {
    const passed = Number(slider.value) / 12;
    const at = new Date(Date.parse(act.departed().instant) + passed * 3600e3).toISOString().slice(0, 19) + "Z";
    try {
      const found = await ask("/api/locate", { ...act.question(), departed: act.departed().text, at: at.replace("Z", "+00:00") });
      const { position, status } = found;
      const [a, b] = position.between.map((id) => found.stations.find((station) => station.station === id)?.name ?? id);
      const place = a === b ? a : `${a} – ${b}`;
      const { low, likely, high } = position.km_from_start;
      out.textContent = `After ${hours(passed)}: ${status}, ${place}, ${km(likely)} from the start (8 in 10: ${km(low)} to ${km(high)})`;
      slider.setAttribute("aria-valuetext", out.textContent);
      act.stretch(position.km_from_start);
    } catch (error) {
      out.textContent = error.message;
    }
  });
  slider.addEventListener("input", look);
  return h("div", { class: "where" }, h("h3", {}, "Where was the train?"), slider, out);
}

export function share(answer, act, command = answer.command) {
  const button = (text, work) => h("button", { type: "button", class: "ghost", onclick: (event) => work(event.currentTarget) }, text);
  const { path, values, formats } = act.exports();
  const link = (format) => h("a", { class: "ghost", href: `${path}?${query({ ...values, format, download: "true" })}`, download: "" }, format);
  return h("div", { class: "share" },
    h("h3", {}, "Share"),
    h("div", { class: "row" }, button("Copy the link", (target) => copy(location.href, target)), button("Print", () => print()), act.picture && button("Picture", () => act.picture())),
    h("h3", {}, "Save as"),
    h("div", { class: "row" }, formats.map(link)),
    command && [h("h3", {}, "The same in a terminal"), h("div", { class: "cmd" }, h("code", {}, command), button("Copy", (target) => copy(command, target)))]);
}

export const savePicture = (canvas, name) => canvas.toBlob((blob) => save(blob, name));
