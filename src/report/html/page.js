"use strict";
(() => {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const data = JSON.parse(document.getElementById("data").textContent);

  // A leg that is pointed at or focused lights up everywhere.
  const light = (leg, on) => {
    if (leg === "" || leg === undefined) return;
    all(`[data-leg="${leg}"]`).forEach((node) => node.classList.toggle("on", on));
  };
  all("[data-leg]").forEach((node) => {
    const leg = node.dataset.leg;
    for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => light(leg, true));
    for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => light(leg, false));
  });
  all("tr[data-leg]").forEach((row) => { row.tabIndex = 0; });

  // Tables sort by the value of a column; the first order is that of the journey.
  all("table.sortable").forEach((table) => {
    const heads = all("thead th", table);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const number = (row) => (value(row) === "" ? Infinity : Number(value(row)));
        const body = table.tBodies[0];
        const rows = Array.from(body.rows);
        const isNumeric = rows.every((row) => !Number.isNaN(number(row)));
        const compare = (a, b) => (isNumeric ? number(a) - number(b) : value(a).localeCompare(value(b)));
        rows.sort((a, b) => (order === "ascending" ? compare(a, b) : compare(b, a)));
        body.append(...rows);
      });
    });
  });

  // The map moves and magnifies; marks and names keep their size, and more are named where there is room.
  all("svg.st-map").forEach((svg) => {
    const world = svg.querySelector(".st-world");
    const water = svg.querySelector(".st-water");
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(water.getAttribute(name)));
    const frame = { x, y, width, height };
    const scale = svg.querySelector(".st-scale");
    const pins = all(".st-pin", svg);
    const names = all(".st-names text", svg).map((node) => [node, Number(node.getAttribute("font-size"))]);
    const most = 16;
    let zoom = 1, left = 0, top = 0;
    const show = () => {
      zoom = Math.min(most, Math.max(1, zoom));
      const hold = (at, start, size) => Math.min(start * (1 - zoom), Math.max((start + size) * (1 - zoom), at));
      left = Math.min(frame.x * (1 - zoom), Math.max((frame.x + frame.width) * (1 - zoom), left));
      top = hold(top, frame.y, frame.height);
      world.setAttribute("transform", `matrix(${zoom} 0 0 ${zoom} ${left} ${top})`);
      pins.forEach((pin) => pin.setAttribute("transform", `translate(${pin.dataset.x} ${pin.dataset.y}) scale(${1 / zoom})`));
      names.forEach(([node, size]) => node.setAttribute("font-size", size / zoom));
      svg.dataset.zoom = Math.min(3, Math.floor(Math.log2(zoom) + 0.01));
      if (scale) measure();
    };
    // The scale bar stays where it is and takes the longest round length that is no longer than at first.
    const measure = () => {
      const { km, length, x, y } = Object.fromEntries(Object.entries(scale.dataset).map(([key, value]) => [key, Number(value)]));
      const most = km / zoom;
      const power = 10 ** Math.floor(Math.log10(most));
      const round = zoom === 1 ? km : [5, 2, 1].find((step) => step * power <= most * 1.001) * power;
      const end = x + (length * round * zoom) / km;
      all("path", scale).forEach((node) => node.setAttribute("d", `M${x} ${y - 4}V${y}H${end}V${y - 4}`));
      all("text", scale).forEach((node) => {
        node.setAttribute("x", end + 6);
        node.textContent = round < 1 ? `${Math.round(round * 1000)} m` : `${String(round).replace(/(\d)(?=\d{3}$)/, "$1,")} km`;
      });
    };
    const place = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [point.x, point.y];
    };
    const magnify = (factor, [x, y]) => {
      const before = zoom;
      zoom = Math.min(most, Math.max(1, zoom * factor));
      left = x - ((x - left) * zoom) / before;
      top = y - ((y - top) * zoom) / before;
      show();
    };
    const middle = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    const reset = () => { zoom = 1; left = 0; top = 0; show(); };
    const move = (x, y) => { left += x; top += y; show(); };
    const actions = {
      "+": () => magnify(1.5, middle), "=": () => magnify(1.5, middle), "-": () => magnify(1 / 1.5, middle), "0": reset,
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    };
    svg.tabIndex = 0;
    svg.addEventListener("keydown", (event) => {
      const action = !event.ctrlKey && !event.metaKey && actions[event.key];
      if (action) { action(); event.preventDefault(); }
    });
    // The wheel scrolls the page unless the map has the focus or Ctrl is held.
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== svg) return;
      magnify(Math.exp(-event.deltaY / 400), place(event));
      event.preventDefault();
    }, { passive: false });
    svg.addEventListener("dblclick", (event) => magnify(2, place(event)));
    let held = null;
    svg.addEventListener("pointerdown", (event) => { held = place(event); });
    svg.addEventListener("pointermove", (event) => {
      if (!held || event.buttons === 0) return;
      const now = place(event);
      move(now[0] - held[0], now[1] - held[1]);
      held = now;
      svg.classList.add("moving");
    });
    for (const event of ["pointerup", "pointerleave"]) {
      svg.addEventListener(event, () => { held = null; svg.classList.remove("moving"); });
    }
    const tools = document.createElement("div");
    tools.className = "tools";
    for (const [sign, told] of [["+", "magnify the map"], ["-", "reduce the map"], ["0", "whole map"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = { "-": "−", "0": "⤢" }[sign] ?? sign;
      button.setAttribute("aria-label", told);
      button.title = told;
      button.addEventListener("click", actions[sign]);
      tools.append(button);
    }
    svg.parentNode.append(tools);
    show();
  });

  // Values where the pointer is: charts are read along their axis of distance.
  const clock = (hours) => {
    const minutes = Math.round(hours * 60);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  };
  const between = (points, at) => {
    const next = points.findIndex((point) => point[0] >= at);
    if (next <= 0) return points.at(next)[1];
    const [[a, x], [b, y]] = [points[next - 1], points[next]];
    return b > a ? x + ((y - x) * (at - a)) / (b - a) : y;
  };
  const told = (km) => {
    const nearest = data.calls.reduce((best, call) => (Math.abs(call.km - km) < Math.abs(best.km - km) ? call : best));
    const span = data.limits.find(([start, end]) => start <= km && km <= end);
    const limit = span && span[3] !== null ? `, line limit ${span[3]} km/h` : "";
    const sustained = span ? `, sustained ${span[2]} km/h` : "";
    const after = between(data.calls.flatMap((call) => [[call.km, call.arrives_h], [call.km, call.departs_h]]), km);
    const when = nearest.arrives ? `, there ${nearest.arrives}` : "";
    return `km ${km.toFixed(1)}: ${Math.round(between(data.curve, km))} km/h${sustained}${limit}; ${clock(after)} after departure; nearest ${nearest.name}${when}`;
  };
  all("svg .st-plot").forEach((plot) => {
    const chart = plot.ownerSVGElement;
    const readout = document.createElement("p");
    readout.className = "readout";
    readout.setAttribute("aria-live", "polite");
    readout.textContent = "Point at the chart, or focus it and use the arrow keys, to read values.";
    chart.parentNode.append(readout);
    const { axis, from, to, low, high, km } = plot.dataset;
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "path");
    cursor.setAttribute("class", "st-cursor");
    chart.append(cursor);
    let at = 0;
    const show = () => {
      at = Math.min(Number(km), Math.max(0, at));
      const place = Number(from) + (at / Number(km)) * (Number(to) - Number(from));
      cursor.setAttribute("d", axis === "x" ? `M${place} ${low}V${high}` : `M${low} ${place}H${high}`);
      readout.textContent = told(at);
    };
    chart.addEventListener("pointermove", (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
      at = ((point[axis] - Number(from)) / (Number(to) - Number(from))) * Number(km);
      show();
    });
    chart.tabIndex = 0;
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      at += (step * Number(km)) / 100;
      show();
      event.preventDefault();
    });
  });
})();
