// Small helpers: elements, requests, texts.

export const $ = (id) => document.getElementById(id);

// An element: h("button", {class: "x", onclick: f}, "text", child).
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

// Why there is no answer, in the words of the library.
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail);
    this.code = problem.code;
  }
}

// Asks the API. Repeated parameters are arrays; what is empty is left out.
export async function ask(path, values, signal) {
  const response = await fetch(`${path}?${query(values)}`, { signal });
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer);
  return answer;
}

export function query(values) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one != null && one !== "" && one !== false) search.append(name, one);
  }
  return search.toString();
}

export function say(text) {
  $("status").textContent = text;
}

// 33.5 as 33 h 30 min; days above two, like the library.
export function hours(value) {
  const minutes = Math.round(value * 60);
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (whole >= 48) return whole % 24 ? `${Math.floor(whole / 24)} d ${whole % 24} h` : `${whole / 24} d`;
  if (!whole && rest) return `${rest} min`;
  return rest ? `${whole} h ${String(rest).padStart(2, "0")} min` : `${whole} h`;
}

export const km = (value) => `${Math.round(value).toLocaleString("en")} km`;

export function debounced(wait, work) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
}

export async function copy(text, button) {
  const told = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    say("Copied");
  } catch {
    button.textContent = "Select and copy it";
  }
  setTimeout(() => (button.textContent = told), 1600);
}

export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

// A place on an ascending list: the index of the last value that is not above `wanted`.
export function below(list, wanted) {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
