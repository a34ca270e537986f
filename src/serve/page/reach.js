// How far the train can have travelled.

import { h, hours, km } from "./dom.js";
import { facts, notes, share } from "./answer.js";
import { RAMP } from "./overlay.js";

export function reach(answer, name, act) {
  const step = answer.within_h / RAMP.length;
  const { counts, farthest } = answer;
  const names = new Map(answer.stations.map((one) => [one.station, one.name]));
  const row = (one) => h("tr", {}, h("td", {}, one.country), h("td", {}, names.get(one.station) ?? one.station), h("td", { class: "n" }, km(one.distance_km)));
  return [
    h("h2", {}, `From ${name} in ${hours(answer.within_h)}`),
    h("p", { class: "big" }, `${counts.likely.toLocaleString("en")} stations`),
    h("p", { class: "sub" }, `are likely within reach; ${counts.high.toLocaleString("en")} nearly surely, ${counts.low.toLocaleString("en")} possibly`),
    h("ul", { class: "legend", "aria-label": "Colours of the hours" }, RAMP.map((colour, i) => h("li", {}, h("span", { class: "key", style: { background: colour } }), `to ${hours(step * (i + 1))}`)), h("li", {}, "faint: only physically possible")),
    facts([["Train", answer.train_name], ["Physically possible", `${counts.technical_minimum.toLocaleString("en")} stations`]]),
    h("h3", {}, "Farthest station likely reached in each country"),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "country"), h("th", { scope: "col" }, "station"), h("th", { scope: "col", class: "n" }, "by rail"))), h("tbody", {}, farthest.likely.map(row))),
    notes(answer.remarks, "Remarks", false),
    share(answer, act),
  ];
}
