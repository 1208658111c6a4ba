"use strict";
// What all parts share: the data, colours, and small helpers. Text reaches the page as text only: nothing here parses HTML.

const report = JSON.parse(document.getElementById("data").textContent);
const configurations = report.configurations || [];
const byId = new Map(configurations.map((one) => [one.id, one]));
const metric = report.metric;

/// The ids of the configurations that are ticked in the table.
const chosen = new Set();

// Okabe and Ito (2008), without the yellow that a white page swallows; dashes and markers tell apart what colours cannot.
const palette = { light: ["#0072b2", "#d55e00", "#009e73", "#b5578f", "#b37a00", "#3a93c7", "#444c54"],
                  dark: ["#56b4e9", "#f0883e", "#2fc99a", "#e09bc4", "#e69f00", "#f0e442", "#c4ccd4"] };
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const markers = ["circle", "rect", "triangle", "rectRot", "crossRot", "star", "rectRounded"];
// Viridis, which is even in lightness: the best is the darkest on a light page and the lightest on a dark one.
const viridis = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];

const darkScheme = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
let isPrinting = false;

function isDark() { return darkScheme.matches && !isPrinting; }

function variable(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

/// The colour, dash and marker of the n-th of several.
function lookOf(number) {
  const colors = palette[isDark() ? "dark" : "light"];
  return { color: colors[number % colors.length], dash: dashes[Math.floor(number / colors.length) % dashes.length],
           marker: markers[number % markers.length] };
}

/// A colour for a score's place between the worst (0) and the best (1).
function ramp(share) {
  const place = (isDark() ? 0.12 + 0.88 * share : 0.92 * (1 - share)) * (viridis.length - 1);
  const index = Math.min(Math.floor(place), viridis.length - 2);
  const mixed = viridis[index].map((low, channel) => Math.round(low + (viridis[index + 1][channel] - low) * (place - index)));
  return `rgb(${mixed.join(",")})`;
}

function translucent(color, alpha) {
  const part = (start) => parseInt(color.slice(start, start + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
}

/// An element with attributes and children, which are elements or text.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/// A name that may run from right to left, kept from turning its neighbours around.
function named(text) {
  // Names of runs are long and have no spaces: they may break after a comma.
  const parts = text.split(/(?<=,)/);
  return element("bdi", {}, ...parts.flatMap((part, index) => (index ? [element("wbr"), part] : [part])));
}

/// A number with four significant digits; of large ones thousands, millions and so on.
function short(value) {
  if (value === null || value === undefined || !isFinite(value)) return "–";
  const size = Math.abs(value);
  for (const [unit, letter] of [[1e12, " T"], [1e9, " G"], [1e6, " M"], [1e4, " k"]]) {
    const scaled = unit === 1e4 ? 1e3 : unit;
    if (size >= unit) return String(Number((value / scaled).toPrecision(3))) + letter;
  }
  return String(Number(value.toPrecision(4)));
}

/// Few letters of a long label, for a legend.
function clipped(text, length = 48) {
  const letters = Array.from(text);
  return letters.length > length ? letters.slice(0, length - 1).join("") + "…" : text;
}

/// The interval of a configuration's score, if it has one.
function scoreOf(configuration, name = metric.name) {
  const interval = (configuration.scores || {})[name];
  return interval && typeof interval.mean === "number" ? interval : null;
}

function chosenConfigurations() { return configurations.filter((one) => chosen.has(one.id)); }

function reveal(id) {
  const section = document.getElementById(id);
  section.hidden = false;
  return section;
}

function fillSelect(select, options) {
  for (const [value, text] of options) select.append(element("option", { value, dir: "auto" }, text));
}
