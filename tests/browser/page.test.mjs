// The page of `slowtrain serve` in a real Chromium: typed, clicked, dragged, shared, saved.
//
// Needs `npm ci` in this folder, a Chromium (CHROMIUM names another than /usr/bin/chromium) and the program (SLOWTRAIN
// names another than the one of the last debug build; SITE a server that runs already).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const program = process.env.SLOWTRAIN ?? new URL("../../target/debug/slowtrain", import.meta.url).pathname;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
// A machine that does other things as well is slow.
const PATIENCE = 60_000;

let server, browser, site;

before(async () => {
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  if (process.env.SITE) return (site = process.env.SITE);
  server = spawn(program, ["serve", "--listen", "0", "--time-limit", "600"], { stdio: ["ignore", "pipe", "inherit"] });
  site = await new Promise((found, failed) => {
    let told = "";
    server.stdout.on("data", (text) => {
      told += text;
      const address = told.match(/http:\/\/[\d.:]+/);
      if (address) found(address[0]);
    });
    server.on("exit", () => failed(new Error(`the server ended: ${told}`)));
  });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
});

// A page that fails the test when it complains or asks another host.
async function open(path = "/", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== site && !["data:", "blob:"].includes(url.protocol)) page.complaints.push(`asks ${url}`);
  });
  await page.goto(site + path);
  await page.waitForSelector("#map[data-loaded]");
  return page;
}

async function done(page) {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

const answered = (page) => page.waitForSelector("#answer[data-done]");
const headline = (page) => page.textContent("#answer .big");

async function axe(page, what) {
  await page.evaluate(await readFile(require.resolve("axe-core"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  assert.deepEqual(told, [], what);
}

// Types into a box and takes what the list offers first.
async function type(page, box, text) {
  await page.fill(box, "");
  await page.type(box, text);
  await page.waitForSelector(`${box} + .list:not([hidden]) li`);
  await page.keyboard.press("Enter");
}

test("both ends typed in Korean and Russian give the known distance and time", async () => {
  const page = await open();
  await type(page, "#from", "평양");
  await type(page, "#to", "Владивосток");
  await answered(page);
  const told = await page.textContent("#answer");
  // 1,231 km by the timetables of both railways.
  assert.match(told, /1,231 km/);
  assert.equal(await headline(page), (await (await fetch(`${site}/api/route?from=Pyongyang&to=Vladivostok`)).json()).routes[0].words.duration);
  assert.equal(await page.inputValue("#from"), "Pyongyang");
  assert.match(page.url(), /from=kp-pyongyang&to=ru-vladivostok/);
  assert.match(told, /slowtrain route kp-pyongyang ru-vladivostok/);
  await axe(page, "an answer");
  await done(page);
});

test("a dragged route passes the station it was dragged to, and its link gives the same", async () => {
  const page = await open("/?from=kp-pyongyang&to=ru-vladivostok");
  await answered(page);
  const before = await headline(page);
  // The middle of the route, and Wŏnsan, which it does not pass.
  const [from, to] = await page.evaluate(async () => {
    const main = document.querySelector("#map");
    const box = main.getBoundingClientRect();
    const { map } = globalThis.slowtrain;
    const place = map.overlay.placeAt(300);
    const view = map.full();
    const pixel = ([x, y]) => [(x - view.x) * view.scale + view.width / 2 + box.left, (y - view.y) * view.scale + view.height / 2 + box.top];
    const station = map.painter.layers.network.stations.find((one) => one.id === "kp-wonsan");
    return [pixel(place), pixel([station.x, station.y])];
  });
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => /via=/.test(location.search));
  await page.waitForFunction((old) => document.querySelector("#answer .big")?.textContent !== old, before);
  const after = await headline(page);
  const via = await page.textContent("#vias li");
  assert.match(via, /W.nsan/);
  const shared = await open(page.url().slice(site.length));
  await answered(shared);
  assert.equal(await headline(shared), after);
  await shared.goBack().catch(() => null);
  await done(shared);
  await page.goBack();
  await page.waitForFunction((old) => document.querySelector("#answer .big")?.textContent === old, before);
  await done(page);
});

test("a journey is planned from its arrival, and from one of its ends only", async () => {
  const page = await open("/?from=kp-pyongyang&to=ru-vladivostok&arrive=2019-04-24T18:00");
  await answered(page);
  assert.equal(await page.inputValue("#arrive"), "2019-04-24T18:00");
  const told = await page.textContent("#answer");
  assert.match(told, /planned backwards: half of all journeys arrive later than Wednesday 2019-04-24 18:00/);
  assert.match(told, /slowtrain route kp-pyongyang ru-vladivostok.* --arrive 2019-04-24T18:00/);
  assert.ok(await page.isVisible("#answer details.plain li"));
  await page.fill("#depart", "2019-04-23T08:00");
  assert.equal(await page.inputValue("#arrive"), "");
  await page.waitForFunction(() => /depart=/.test(location.search) && !/arrive=/.test(location.search));
  await done(page);
});

test("a claim in a sentence is understood, judged and can be corrected", async () => {
  const page = await open();
  await page.click("#tab-claim");
  await page.fill("#sentence", "Pyongyang to Vladivostok: just 200 km in nearly 20 hours");
  await page.click("#ask");
  await answered(page);
  assert.match(await page.textContent("#understood"), /200 km, nearly 20 hours/);
  assert.equal(await page.inputValue("#km"), "200");
  assert.match(await page.textContent(".verdict"), /Impossible/);
  assert.match(await page.textContent("#answer"), /less than the straight line/);
  await axe(page, "a verdict");
  const [picture] = await Promise.all([page.waitForEvent("download"), page.click("text=Picture")]);
  assert.equal(picture.suggestedFilename(), "impossible.png");
  await page.fill("#km", "1230");
  await page.fill("#hours", "about 35");
  await page.click("#ask");
  await page.waitForSelector(".verdict.consistent");
  assert.match(page.url(), /mode=claim/);
  await done(page);
});

test("exports are files that can be opened", async () => {
  const page = await open("/?from=kr-seoul&to=kr-busan");
  await answered(page);
  const save = async (format) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`.share a:text-is("${format}")`)]);
    assert.equal(file.suggestedFilename(), `route.${format}`);
    return readFile(await file.path());
  };
  const geojson = JSON.parse(await save("geojson"));
  assert.equal(geojson.type, "FeatureCollection");
  assert.match((await save("gpx")).toString(), /<gpx /);
  assert.equal((await save("png")).subarray(1, 4).toString(), "PNG");
  const html = (await save("html")).toString();
  const context = await browser.newContext();
  const alone = await context.newPage();
  await alone.setContent(html);
  assert.match(await alone.textContent("h1"), /Seoul to Busan/);
  await context.close();
  await done(page);
});

test("pointing at a chart shows the place on the map, and the other way", async () => {
  const page = await open("/?from=kp-pyongyang&to=ru-vladivostok");
  await answered(page);
  await page.focus(".plot");
  for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
  const at = await page.evaluate(() => globalThis.slowtrain.map.overlay.cursor);
  assert.ok(Math.abs(at - 123.1) < 1, `${at} km`);
  assert.match(await page.getAttribute(".plot", "aria-valuetext"), /123 km, after/);
  const place = await page.evaluate(() => {
    const { map } = globalThis.slowtrain;
    const view = map.full();
    const box = map.host.getBoundingClientRect();
    const [x, y] = map.overlay.placeAt(600);
    return [(x - view.x) * view.scale + view.width / 2 + box.left, (y - view.y) * view.scale + view.height / 2 + box.top];
  });
  await page.mouse.move(...place);
  await page.waitForFunction(() => Math.abs(globalThis.slowtrain.charts.at - 600) < 8);
  await page.fill("#where", "120").catch(() => page.evaluate(() => {
    const slider = document.querySelector("#where");
    slider.value = 120;
    slider.dispatchEvent(new Event("input"));
  }));
  await page.waitForFunction(() => /After 10 h: under way/.test(document.querySelector(".where output").textContent));
  await done(page);
});

test("an isochrone has its hours", async () => {
  const page = await open("/?mode=reach&from=kp-pyongyang&within=12");
  await answered(page);
  assert.match(await headline(page), /\d+ stations/);
  assert.ok(await page.evaluate(() => globalThis.slowtrain.map.overlay.reach.length > 50));
  await axe(page, "an isochrone");
  await done(page);
});

test("a name that means nothing is told, with what helps", async () => {
  const page = await open();
  await page.fill("#from", "Qqqqqqqq");
  await page.fill("#to", "Vladivostok");
  await page.click("#ask");
  await page.waitForSelector(".error");
  assert.match(await page.textContent(".error"), /"Qqqqqqqq"/);
  // The browser itself tells of answers that are refusals.
  page.complaints = page.complaints.filter((text) => !/status of 4\d\d/.test(text));
  await done(page);
});

test("the whole page works without a mouse", async () => {
  const page = await open();
  await page.focus("#from");
  await page.keyboard.type("Pyongyang");
  await page.waitForSelector("#from + .list:not([hidden]) li");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "to");
  await page.keyboard.type("Vladivostok");
  await page.waitForSelector("#to + .list:not([hidden]) li");
  await page.keyboard.press("Enter");
  await answered(page);
  const before = await headline(page);
  await page.focus("#map");
  const zoom = () => page.evaluate(() => globalThis.slowtrain.map.view.zoom);
  const first = await zoom();
  await page.keyboard.press("+");
  assert.ok((await zoom()) > first);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".menu");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".menu")));
  await page.keyboard.press("Escape");
  await page.waitForSelector(".menu", { state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "map");
  // A station to be passed, without dragging.
  await page.focus("#options summary");
  await page.keyboard.press("Enter");
  await page.focus("#add-via");
  await page.keyboard.type("Wonsan");
  await page.waitForSelector("#add-via + .list:not([hidden]) li");
  await page.keyboard.press("Enter");
  await page.waitForFunction((old) => document.querySelector("#answer .big")?.textContent !== old, before);
  await page.focus("#tab-route");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.getAttribute("#tab-claim", "aria-selected"), "true");
  await done(page);
});

test("a phone has room for everything", async () => {
  const page = await open("/?from=kp-pyongyang&to=ru-vladivostok&arrive=2019-04-24T18:00", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await answered(page);
  assert.ok(await page.isVisible("#arrive"));
  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide[0] <= wide[1], `${wide}`);
  const small = await page.evaluate(() => [...document.querySelectorAll("button:not([hidden]),a.ghost,input")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.height < 24 || box.width < 24);
  }).map((one) => one.outerHTML));
  assert.deepEqual(small, [], "targets of 24 pixels (WCAG 2.2, 2.5.8)");
  await axe(page, "a phone");
  await done(page);
});

test("the dark page and the description of the API are readable", async () => {
  const page = await open("/?from=kp-pyongyang&to=ru-vladivostok", { colorScheme: "dark" });
  await answered(page);
  await axe(page, "dark");
  await page.goto(`${site}/api/docs`);
  await axe(page, "docs, dark");
  await done(page);
});

test("a journey prints on two pages of A4, its brief on one", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const [ends, format, most] of [
    ["from=Moscow&to=Vladivostok", "html", 2],
    ["from=Pyongyang&to=Vladivostok", "html", 2],
    ["from=Pyongyang&to=Vladivostok", "brief.html", 1],
  ]) {
    await page.goto(`${site}/api/route?${ends}&format=${format}`, { timeout: PATIENCE });
    const printed = (await page.pdf({ format: "A4" })).toString("latin1");
    const pages = printed.match(/\/Type\s*\/Page[^s]/g).length;
    assert.ok(pages <= most, `${ends} as ${format}: ${pages} pages`);
  }
  await context.close();
});
