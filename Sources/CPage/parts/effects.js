// Main effects, interactions and shares of importance.

const effects = report.effects || {};

function labelOf(key) {
  const known = (report.keys || []).find((one) => one.key === key);
  return known ? known.label : key;
}

function setUpEffects() {
  const main = effects.main || [], interactions = effects.interactions || [], importance = effects.importance || [];
  if (!main.length && !interactions.length && !importance.length) return;
  reveal("effects");
  for (const effect of main) document.getElementById("main-effects").append(mainFigure(effect));
  if (interactions.length) {
    const place = reveal("interactions").querySelector(".charts");
    for (const interaction of interactions) place.append(interactionFigure(interaction));
  }
  if (importance.length) reveal("importance");
}

function chartFigure(label, caption, size = "box") {
  const canvas = element("canvas", { role: "img", "aria-label": label });
  return element("figure", {}, element("div", { class: size }, canvas), element("figcaption", {}, ...caption));
}

function certainty(p) { return typeof p === "number" ? (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`) : ""; }

/// The one with the least p, the better value first.
function clearestDifference(effect) {
  const known = (effect.differences || []).filter((one) => typeof one.p === "number").sort((a, b) => a.p - b.p);
  if (!known.length) return null;
  const { first, second, interval } = known[0];
  if ((interval.mean >= 0) === metric.higher_is_better) return known[0];
  return { first: second, second: first, interval: { mean: -interval.mean, low: -interval.high, high: -interval.low } };
}

function mainFigure(effect) {
  const clearest = clearestDifference(effect);
  const difference = clearest ? `; ${clearest.first} less ${clearest.second} ${intervalWords(clearest.interval)}`
    : effect.difference ? `; best less worst ${intervalWords(effect.difference)}` : "";
  const p = certainty(effect.p);
  return chartFigure(`Effect of ${labelOf(effect.key)}: ${effect.levels.map((one) => `${one.value}: ${intervalWords(one.interval)}`).join("; ")}`,
    [named(labelOf(effect.key)), p && ` (as a whole ${p})`, difference]);
}

function interactionFigure(interaction) {
  const p = certainty(interaction.p);
  const [first, second] = interaction.keys.map(labelOf);
  return chartFigure(`${first} with ${second}`, [named(first), " with ", named(second), p && ` (${p})`],
    // A legend of many lines takes the room of the chart.
    interaction.cells.length > 24 ? "box tall" : "box");
}

function drawEffects() {
  if (document.getElementById("effects").hidden) return;
  const range = padded((effects.main || []).flatMap((effect) => effect.levels.flatMap((one) => [one.interval.low, one.interval.high, one.interval.mean])));
  document.querySelectorAll("#main-effects canvas").forEach((canvas, number) => drawMain(canvas, effects.main[number], range));
  document.querySelectorAll("#interactions canvas").forEach((canvas, number) => drawInteraction(canvas, effects.interactions[number]));
  if (!document.getElementById("importance").hidden) drawImportance();
}

/// All effects share one scale, or a small one would look as large as the largest.
function drawMain(canvas, effect, range) {
  const look = lookOf(0);
  draw(canvas, {
    type: "line",
    plugins: [whiskers],
    data: { labels: effect.levels.map((one) => one.value), datasets: [{
      data: effect.levels.map((one) => one.interval.mean), intervals: effect.levels.map((one) => [one.interval.low, one.interval.high]),
      borderColor: look.color, backgroundColor: look.color, pointRadius: 5, borderWidth: 1.5, borderDash: [4, 4] }] },
    options: {
      scales: { x: categories(labelOf(effect.key), effect.levels.map((one) => one.value)), y: axis(metric.name, range) },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: (item) => ` ${intervalWords(effect.levels[item.dataIndex].interval)}` } } },
    },
  });
}

function drawInteraction(canvas, interaction) {
  const levels = (place) => [...new Set(interaction.cells.map((cell) => cell.values[place]))];
  const firsts = levels(0), mean = new Map(interaction.cells.map((cell) => [JSON.stringify(cell.values), cell.mean]));
  const [first, second] = interaction.keys.map(labelOf);
  draw(canvas, {
    type: "line",
    data: { labels: firsts, datasets: levels(1).map((level, number) => {
      const look = lookOf(number);
      return { label: clipped(`${second} = ${level}`, 30), data: firsts.map((value) => mean.get(JSON.stringify([value, level])) ?? null), borderColor: look.color,
        backgroundColor: look.color, borderDash: look.dash, pointStyle: look.marker, pointRadius: 5, borderWidth: 2 };
    }) },
    options: {
      scales: { x: categories(first, firsts), y: axis(metric.name, padded(interaction.cells.map((cell) => cell.mean))) },
      plugins: { legend: { position: "bottom", labels: { usePointStyle: true } },
        tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${short(item.parsed.y)}` } } },
    },
  });
}

function drawImportance() {
  const shares = [...effects.importance].sort((a, b) => b.share - a.share).slice(0, 15);
  const names = shares.map((one) => clipped(one.keys.map(labelOf).join(" × "), 34));
  const canvas = document.querySelector("#importance canvas");
  canvas.closest(".box").style.height = `${4 + 1.8 * shares.length}rem`;
  draw(canvas, {
    type: "bar",
    data: { labels: names, datasets: [{ data: shares.map((one) => 100 * one.share), backgroundColor: lookOf(0).color, maxBarThickness: 18 }] },
    options: {
      indexAxis: "y",
      scales: { x: { ...axis("share of the spread, %"), min: 0 }, y: { grid: { display: false }, ticks: { autoSkip: false } } },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: (item) => ` ${short(item.parsed.x)} %` } } },
    },
  });
}
