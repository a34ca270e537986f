// The page: what is asked (all of it in the address), and what is shown of the answer.

import { $, Refusal, ask, h, query, say } from "./dom.js";
import { WorldMap } from "./map.js";
import { Menu } from "./menu.js";
import { Search } from "./search.js";
import { Charts } from "./charts.js";
import { FORMATS, journey, others } from "./answer.js";
import { verdict } from "./claim.js";
import { reach } from "./reach.js";

const ASK = { route: "Find the route", claim: "Is it true?", reach: "Show how far" };
const TEXTS = ["km", "hours", "speed", "max_speed", "train", "cars", "depart", "arrive", "on", "trains"];

const map = new WorldMap($("map"));
const charts = new Charts($("charts"));
const state = { mode: "route", via: [], avoid: [], chosen: 0, answer: null };
const names = new Map();

const isNarrow = matchMedia("(max-width: 820px)");
const soon = () => {
  if (from.value && (state.mode === "reach" || to.value) && state.mode !== "claim") run();
};
const from = new Search($("from"), () => {
  if (state.mode !== "reach" && !to.value) $("to").focus();
  else soon();
});
const to = new Search($("to"), () => (from.value ? soon() : $("from").focus()));
const addVia = new Search($("add-via"), (place) => {
  addVia.set(null);
  pass(place);
});
const addAvoid = new Search($("add-avoid"), (place) => {
  addAvoid.set(null);
  keepFrom(place.name, place.id ?? place.name);
}, (text) => (/^[A-Z]{2}$/.test(text) ? [{ name: text, id: text, told: "country" }] : []));

// What is asked, as parameters of the API.
function question() {
  const values = { from: from.value, avoid: state.avoid.map((one) => one.id), train: $("train").value, on: $("on").value };
  if (state.mode !== "reach") Object.assign(values, { to: to.value, via: state.via.map((one) => one.id) });
  if (state.mode !== "claim") values.cars = $("cars").value;
  return values;
}

function asked() {
  const values = question();
  if (state.mode === "route") Object.assign(values, { depart: $("depart").value, arrive: $("arrive").value });
  if (state.mode === "reach") values.within = `${$("within").value}h`;
  if (state.mode === "claim") {
    for (const name of ["km", "hours", "speed", "max_speed"]) values[name] = $(name).value.trim();
    values.cars = $("claimed-cars").value.trim();
    values.trains = $("trains").value.trim();
  }
  return values;
}

// The address that asks the same.
function address() {
  const values = asked();
  if (state.mode === "reach") values.within = $("within").value;
  if (state.mode === "claim") values.text = $("sentence").value.trim();
  return `?${query({ mode: state.mode === "route" ? "" : state.mode, ...values, route: state.chosen || "" })}`;
}

// Fills the form from an address.
function restore() {
  const search = new URLSearchParams(location.search);
  const text = (name) => search.get(name) ?? "";
  setMode(["claim", "reach"].includes(text("mode")) ? text("mode") : "route");
  const place = (id) => id && { id, name: names.get(id) ?? id };
  from.set(place(text("from")));
  to.set(place(text("to")));
  state.via = search.getAll("via").map(place);
  state.avoid = search.getAll("avoid").map(place);
  for (const name of TEXTS) $(name).value = text(name);
  $("claimed-cars").value = state.mode === "claim" ? text("cars") : "";
  if (state.mode === "claim") $("cars").value = "";
  $("sentence").value = state.read = text("text");
  $("within").value = parseInt(text("within"), 10) || 20;
  $("within-shown").value = $("within").value;
  state.chosen = Number(text("route")) || 0;
  $("options").open = ["train", "cars", "depart", "arrive", "on"].some((name) => $(name).value);
  chips();
}

function setMode(mode) {
  state.mode = mode;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isOn = tab.dataset.mode === mode;
    tab.setAttribute("aria-selected", String(isOn));
    tab.tabIndex = isOn ? 0 : -1;
  }
  $("fields").setAttribute("aria-labelledby", `tab-${mode}`);
  for (const part of document.querySelectorAll("[data-modes]")) part.hidden = !part.dataset.modes.split(" ").includes(mode);
  $("ask").textContent = ASK[mode];
  document.body.dataset.mode = mode;
}

function chips() {
  const chip = (list, drop) => (one, i) => h("li", {}, one.name, h("button", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => {
    state[list].splice(i, 1);
    chips();
    soon();
    drop.focus();
  } }, "×"));
  $("vias").replaceChildren(...state.via.map((one, i) => {
    const item = chip("via", $("to"))(one, i);
    item.prepend(`${i + 1}. `);
    return item;
  }));
  $("avoids").replaceChildren(...state.avoid.map((one, i) => {
    const item = chip("avoid", $("to"))(one, i);
    item.prepend("Avoid ");
    return item;
  }));
}

// Passes a station: where it was dragged to on the route, else last.
function pass(place, at = Infinity) {
  names.set(place.id ?? place.name, place.name);
  const calls = state.answer?.routes?.[state.chosen]?.calls ?? [];
  const where = (via) => calls.find((call) => call.station === via.id)?.at_km ?? Infinity;
  const before = state.via.filter((via) => where(via) < at).length;
  state.via.splice(at === Infinity ? state.via.length : before, 0, { id: place.id ?? place.name, name: place.name });
  state.chosen = 0;
  chips();
  soon();
}

function keepFrom(name, id) {
  if (state.avoid.some((one) => one.id === id)) return;
  names.set(id, name);
  state.avoid.push({ id, name });
  state.chosen = 0;
  chips();
  soon();
}

let asking = null;
// Asks; `isNew` makes an entry in the history.
async function run(isNew = true) {
  asking?.abort();
  const mine = (asking = new AbortController());
  if (state.mode === "claim" && !(await understand())) return;
  const missing = !from.value ? $("from") : state.mode !== "reach" && !to.value ? $("to") : null;
  if (missing) {
    say(`${missing.labels[0].textContent} is missing`);
    return missing.focus();
  }
  if (isNew) {
    state.chosen = 0;
    if (address() !== location.search) history.pushState(null, "", address());
  }
  $("ask").setAttribute("aria-busy", "true");
  try {
    const shown = { route: showRoute, claim: showClaim, reach: showReach }[state.mode](mine.signal);
    if (isNew && isNarrow.matches) shown.then(() => document.querySelector(state.mode === "claim" ? "#answer" : ".stage").scrollIntoView({ block: "start" })).catch(() => null);
    await shown;
  } catch (error) {
    if (error.name === "AbortError") return;
    refuse(error);
    // A fault of the page is told where faults are looked for.
    if (!(error instanceof Refusal) && !/fetch/i.test(error.message)) console.error(error);
  } finally {
    if (mine === asking) $("ask").removeAttribute("aria-busy");
  }
}

// Reads the sentence into the fields, once, so that they can be corrected.
async function understand() {
  const text = $("sentence").value.trim();
  if (!text || text === state.read) return true;
  try {
    const read = await ask("/api/sentence", { text });
    state.read = text;
    if (read.from) from.set({ name: read.from });
    if (read.to) to.set({ name: read.to });
    for (const name of ["km", "hours", "speed", "max_speed", "trains"]) $(name).value = read[name] ?? "";
    $("claimed-cars").value = read.cars ?? "";
    $("understood").textContent = `Understood: ${read.understood}. Correct it below if that is wrong.`;
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}

function refuse(error) {
  const isTold = error instanceof Refusal;
  charts.show(null);
  map.overlay.clear();
  map.refresh();
  const hints = isTold && error.code === "ambiguous_station" ? candidates(error.message) : [];
  $("answer").replaceChildren(h("div", { class: "error", role: "alert" }, isTold ? capital(error.message) : "The server does not answer. Is it still running?",
    hints.length > 0 && h("div", { class: "row" }, hints)));
  say(error.message);
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// A name that several stations bear: a button for each.
function candidates(text) {
  const asked = text.match(/"(.*?)"/)?.[1];
  const box = [from, to].find((one) => one.input.value.trim() === asked);
  if (!box) return [];
  return [...text.matchAll(/\b([a-z]{2}-[a-z0-9-]+) \(([^)]*)\)/g)].map(([, id, told]) => h("button", { type: "button", class: "ghost", onclick: () => {
    box.set({ id, name: told.split(",")[0] });
    run();
  } }, told));
}

// The names of the ends, once they are known.
function learn(answer) {
  const { legs, calls } = answer.routes[0];
  for (const call of calls) names.set(call.station, call.name);
  names.set(answer.from, legs[0].from_name);
  names.set(answer.to, legs.at(-1).to_name);
  for (const [box, id] of [[from, answer.from], [to, answer.to]]) {
    if (document.activeElement !== box.input || box.input.dataset.id) box.set({ id, name: names.get(id) });
  }
  for (const one of state.via) one.name = names.get(one.id) ?? one.name;
  chips();
}

function draw(answer, isFitting) {
  const { routes } = answer;
  state.answer = answer;
  state.chosen = Math.min(state.chosen, routes.length - 1);
  const stations = new Set(state.via.map((one) => one.id));
  map.overlay.show(routes, [...stations]);
  map.overlay.chosen = state.chosen;
  map.host.dataset.km = routes[state.chosen].distance_km;
  // The charts take room from the map, so they come first.
  charts.show(state.mode === "claim" ? null : routes[state.chosen]);
  map.resize();
  if (isFitting) map.fit();
}

async function showRoute(signal) {
  const values = asked();
  const answer = await ask("/api/route", values, signal);
  learn(answer);
  const isSame = state.drawn === `${answer.from} ${answer.to}`;
  state.drawn = `${answer.from} ${answer.to}`;
  draw(answer, !isSame);
  show(journey(answer, state.chosen, act), answer.routes[0].words.answer);
  history.replaceState(null, "", address());
  document.title = `${answer.routes[0].words.name}: ${answer.routes[0].words.duration}`;
  // The first answer does not wait for the others.
  const all = await ask("/api/route", { ...values, alternatives: 3 }, signal).catch(() => null);
  if (!all || all.routes.length < 2 || signal.aborted) return;
  all.command = answer.command;
  all.remarks = answer.remarks;
  const wanted = Number(new URLSearchParams(location.search).get("route")) || 0;
  state.chosen = Math.min(wanted, all.routes.length - 1);
  draw(all, false);
  if (state.chosen) show(journey(all, state.chosen, act));
  $("others")?.replaceChildren(others(all, state.chosen, act) ?? "");
}

async function showClaim(signal) {
  const values = asked();
  const [answer, way] = await Promise.all([
    ask("/api/claim", values, signal),
    ask("/api/route", question(), signal).catch(() => null),
  ]);
  if (way) {
    learn(way);
    state.chosen = 0;
    state.drawn = null;
    draw(way, true);
    history.replaceState(null, "", address());
  }
  const told = { ends: `${from.input.value} to ${to.input.value}`, claim: claimed(values), words: way?.routes[0].words };
  show(verdict(answer, told, act), `${answer.verdict}. ${answer.reasons.join(". ")}`);
  document.title = `${capital(answer.verdict)}: ${told.ends}`;
}

function claimed(values) {
  const some = (name, before, behind) => values[name] && `${before}${values[name]}${behind}`;
  return [some("km", "", " km"), some("hours", "in ", " hours"), some("speed", "mean ", " km/h"), some("max_speed", "top speed ", " km/h"), some("cars", "", " cars"), some("trains", "in ", " trains")].filter(Boolean).join(", ");
}

async function showReach(signal) {
  const answer = await ask("/api/reach", asked(), signal);
  const start = await place(answer);
  from.set({ id: answer.from, name: start.name });
  charts.show(null);
  state.drawn = null;
  map.overlay.isochrone(answer, start);
  map.fit();
  show(reach(answer, start.name, act), `${answer.counts.likely} stations are likely within reach`);
  document.title = `From ${start.name} in ${answer.within_h} h`;
}

// Where an isochrone starts: what its nearest stations are reached from.
async function place(answer) {
  const { stations } = await ask("/api/stations", { query: names.get(answer.from) ?? (from.input.dataset.id ? answer.from : from.input.value) });
  const found = stations.find((one) => one.id === answer.from) ?? stations[0];
  names.set(answer.from, found.name);
  return found;
}

function show(content, told) {
  $("answer").replaceChildren(...content.flat().filter(Boolean));
  if (told) say(told);
  $("answer").dataset.done = String(Date.now());
}

// What the parts of an answer can do.
const act = {
  choose(i) {
    state.chosen = i;
    history.replaceState(null, "", address());
    const { answer } = state;
    draw(answer, false);
    show(journey(answer, i, act), answer.routes[i].words.answer);
    $("others").replaceChildren(others(answer, i, act));
    $("others").querySelector("[aria-pressed=true]")?.focus();
  },
  leg(reach) {
    map.overlay.leg = reach;
    map.wake();
  },
  stretch(range) {
    map.overlay.stretch = range;
    map.wake();
  },
  plansBackwards: () => state.mode === "route" && !!$("arrive").value,
  // The departure asked for or planned; without one a midnight, from which hours are counted.
  departed() {
    const local = state.answer?.departure_local;
    const text = local ? local : `${$("on").value || new Date().toISOString().slice(0, 10)}T00:00+00:00`;
    return { text, instant: text };
  },
  question,
  exports() {
    const path = `/api/${state.mode}`;
    const formats = state.mode === "claim" ? ["html", "png", "svg", "md", "csv", "json"] : state.mode === "reach" ? FORMATS.filter((one) => one !== "map.png") : FORMATS;
    return { path, values: asked(), formats };
  },
  map: () => map,
  show(mode) {
    setMode(mode);
    run();
  },
};

// The map and the page.
const end = (box) => (place) => {
  names.set(place.id, place.name);
  box.set(place);
  soon();
};
new Menu(map, {
  from: end(from),
  to(place) {
    if (state.mode === "reach") setMode("route");
    end(to)(place);
  },
  via: (place) => pass(place),
  avoid: (name, id) => keepFrom(name, id),
  choose: act.choose,
  canPass: () => state.mode !== "reach" && !!from.value && !!to.value,
});
map.addEventListener("point", (event) => {
  charts.move(event.detail?.km ?? null);
  map.overlay.cursor = null;
});
charts.addEventListener("point", (event) => {
  map.overlay.cursor = event.detail;
  map.wake();
});
map.addEventListener("drag", async ({ detail }) => {
  const found = await ask("/api/stations", { near: `${detail.lat.toFixed(4)},${detail.lon.toFixed(4)}` });
  if (detail.via) state.via = state.via.filter((one) => one.id !== detail.via);
  pass(found.stations[0], detail.km);
});

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => {
    setMode(tab.dataset.mode);
    soon();
  });
  tab.addEventListener("keydown", (event) => {
    const tabs = [...document.querySelectorAll("[role=tab]")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    setMode(next.dataset.mode);
    next.focus();
  });
}
$("question").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
$("sentence").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  run();
});
$("swap").addEventListener("click", () => {
  const [a, b] = [from, to].map((box) => ({ name: box.input.value, id: box.input.dataset.id }));
  from.set(b);
  to.set(a);
  state.via.reverse();
  soon();
});
$("within").addEventListener("input", () => ($("within-shown").value = $("within").value));
// A journey is planned from one of its ends.
for (const [name, other] of [["depart", "arrive"], ["arrive", "depart"]]) $(name).addEventListener("input", () => ($(other).value = ""));
for (const name of ["within", "train", "cars", "depart", "arrive", "on"]) $(name).addEventListener("change", soon);
addEventListener("popstate", () => {
  restore();
  if (from.value) run(false);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".hello a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.getAttribute("href"));
  restore();
  run(false);
});

// On paper nothing can be opened.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("#answer details")) part.open = true;
});

async function trains() {
  const { trains: all } = await ask("/api/trains", {});
  const wanted = $("train").value || new URLSearchParams(location.search).get("train");
  $("train").append(...all.map(({ id, name }) => h("option", { value: id }, name ? `${name} (${id})` : id)));
  if (wanted) $("train").value = wanted;
}

restore();
const ready = trains();
if (from.value) ready.then(() => run(false));
else if (!isNarrow.matches) $("from").focus();

// For whoever looks into the page, and for its tests.
globalThis.slowtrain = { map, charts, state };
