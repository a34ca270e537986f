// Is it true? The verdict with its arithmetic, and a picture of it to share.

import { h, hours, km } from "./dom.js";
import { facts, savePicture, share } from "./answer.js";

const SIGNS = { impossible: "✕", doubtful: "?", consistent: "✓" };
const MEANT = {
  impossible: "This cannot be true as told.",
  doubtful: "This is unlikely as told.",
  consistent: "This agrees with what is computed.",
};

export function verdict(answer, told, act) {
  const check = (one) => h("div", { class: `check ${one.verdict}` }, h("b", {}, one.of), " ", h("span", { class: "v" }, one.verdict), h("div", {}, sentence(one.reason)));
  const offers = answer.reasons.slice(answer.checks.length);
  return [
    h("h2", {}, told.ends),
    h("div", { class: `verdict ${answer.verdict}` },
      h("p", { class: "word" }, h("span", { "aria-hidden": "true" }, SIGNS[answer.verdict] ?? "–"), capital(answer.verdict)),
      h("p", {}, h("b", {}, told.claim || "The claim"), ". ", MEANT[answer.verdict])),
    answer.checks.map(check),
    offers.length > 0 && h("ul", {}, offers.map((offer) => h("li", {}, offer))),
    answer.computed_h && facts([
      ["Computed distance", km(answer.distance_km)],
      ["Computed time", told.words ? `${told.words.duration} (${told.words.duration_range})` : hours(answer.computed_h.likely)],
      ["Shortest by any rails", km(answer.shortest_km)],
      ["Straight line", km(answer.geodesic_km)],
      ["Technical minimum", hours(answer.technical_minimum_h)],
      ["Train", answer.train],
    ]),
    h("p", { class: "row" }, h("button", { type: "button", class: "ghost", onclick: () => act.show("route") }, "Show the journey")),
    share(answer, { ...act, picture: () => picture(answer, told, act.map()) }),
  ];
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const sentence = (text) => capital(text.replace(/^(impossible|doubtful|consistent): /, ""));

// A picture of 1200 by 630, as places that share links show it.
function picture(answer, told, map) {
  const canvas = h("canvas", { width: 1200, height: 630 });
  const context = canvas.getContext("2d");
  const colours = { impossible: ["#fde7e3", "#a01b12"], doubtful: ["#fdf1d3", "#7a5200"], consistent: ["#e5f3e8", "#1d6b3a"] }[answer.verdict] ?? ["#f5f1ea", "#1c2226"];
  const font = '"Liberation Sans","Helvetica Neue",Arial,"Noto Sans",sans-serif';
  context.fillStyle = "#fffdf9";
  context.fillRect(0, 0, 1200, 630);
  context.drawImage(map.picture(480, 630), 720, 0);
  context.fillStyle = colours[0];
  context.fillRect(0, 0, 720, 250);
  context.fillStyle = colours[1];
  context.font = `700 76px ${font}`;
  context.fillText(`${SIGNS[answer.verdict] ?? ""} ${capital(answer.verdict)}`, 48, 118);
  context.font = `700 30px ${font}`;
  lines(context, `${told.ends}: ${told.claim}`, 48, 176, 630, 38, 2);
  context.fillStyle = "#1c2226";
  context.font = `23px ${font}`;
  let y = 300;
  for (const one of answer.checks.slice(0, 2)) y = lines(context, sentence(one.reason), 48, y, 630, 32, 5) + 14;
  context.fillStyle = "#59636b";
  context.font = `18px ${font}`;
  context.fillText("Estimated with slowtrain. Data: OpenStreetMap contributors, Natural Earth", 48, 600);
  savePicture(canvas, `${answer.verdict}.png`);
}

// Writes a text in lines of a width; gives the place below it.
function lines(context, text, x, y, width, high, most) {
  let line = "";
  let count = 1;
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (context.measureText(longer).width > width && line) {
      if (count++ === most) {
        context.fillText(`${line} …`, x, y);
        return y + high;
      }
      context.fillText(line, x, y);
      y += high;
      line = word;
    } else line = longer;
  }
  context.fillText(line, x, y);
  return y + high;
}
