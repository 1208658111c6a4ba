// All configurations at once: parallel coordinates, and score against cost.

const scored = configurations.filter((one) => scoreOf(one));

/// Where a score lies between the worst (0) and the best (1).
function goodness(value) {
  const means = scored.map((one) => scoreOf(one).mean);
  const low = Math.min(...means), high = Math.max(...means);
  const share = high > low ? (value - low) / (high - low) : 1;
  return metric.higher_is_better ? share : 1 - share;
}

/// An axis: where a value lies from 0 to 1, and what is written along it.
function scaleOf(values) {
  const numbers = values.map(Number);
  const distinct = [...new Set(values)];
  if (distinct.length <= 12 || numbers.some((value) => !isFinite(value))) {
    const place = new Map(distinct.map((value, index) => [value, distinct.length > 1 ? index / (distinct.length - 1) : 0.5]));
    const step = Math.ceil(distinct.length / 12);
    return { place: (value) => place.get(value), ticks: distinct.filter((_, index) => index % step === 0).map((value) => [place.get(value), clipped(String(value), 14)]) };
  }
  const low = Math.min(...numbers), high = Math.max(...numbers);
  // Learning rates and their like are spread by factors.
  const isLogarithmic = low > 0 && high / low > 50;
  const warp = isLogarithmic ? Math.log : (value) => value, unwarp = isLogarithmic ? Math.exp : (value) => value;
  const at = (share) => unwarp(warp(low) + share * (warp(high) - warp(low)));
  return { place: (value) => (warp(Number(value)) - warp(low)) / (warp(high) - warp(low)),
           ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => [share, String(Number(at(share).toPrecision(3)))]) };
}

function parallelAxes() {
  const axes = (report.keys || []).map(({ key, label, values }) => {
    const used = scored.map((one) => (one.settings || {})[key]).filter((value) => value !== undefined);
    const ordered = [...(values || []).filter((value) => used.includes(value)), ...used];
    return { label: clipped(label, 16), scale: scaleOf(ordered.length ? ordered : ["–"]), value: (one) => (one.settings || {})[key] };
  });
  const means = scored.map((one) => scoreOf(one).mean), low = Math.min(...means), high = Math.max(...means);
  const share = (value) => (high > low ? (value - low) / (high - low) : 0.5);
  const ticks = (high > low ? [0, 0.25, 0.5, 0.75, 1] : [0.5]).map((place) => [place, short(low + place * (high - low))]);
  return [...axes, { label: metric.name, scale: { place: share, ticks }, value: (one) => scoreOf(one).mean }];
}

function setUpParallel() { if (scored.length > 1 && (report.keys || []).length) reveal("parallel"); }

function drawParallel() {
  const section = document.getElementById("parallel");
  if (section.hidden) return;
  const axes = parallelAxes();
  drawRamp(section);
  // The best come last, and so on top.
  const ordered = [...scored].sort((a, b) => chosen.has(a.id) - chosen.has(b.id) || goodness(scoreOf(a).mean) - goodness(scoreOf(b).mean));
  const isCrowded = ordered.length > 60;
  draw(section.querySelector(".box canvas"), {
    type: "line",
    plugins: [axisLabels(axes)],
    data: { labels: axes.map((one) => one.label), datasets: ordered.map((one) => ({
      label: one.label, data: axes.map((axis) => axis.scale.place(axis.value(one)) ?? NaN), borderColor: ramp(goodness(scoreOf(one).mean)),
      borderWidth: chosen.has(one.id) ? 3.5 : isCrowded ? 0.8 : 1.5, pointRadius: 0, pointHitRadius: 6, tension: 0 })) },
    options: {
      layout: { padding: { left: 12, right: 24, top: 8 } },
      interaction: { mode: "nearest", intersect: true },
      scales: { x: { grid: { display: false }, ticks: { autoSkip: false, color: variable("--ink"), maxRotation: 50 } }, y: { display: false, min: -0.04, max: 1.04 } },
      plugins: { legend: { display: false }, tooltip: { callbacks: {
        title: () => "", label: (item) => ` ${clipped(item.dataset.label, 60)}: ${short(scoreOf(ordered[item.datasetIndex]).mean)}` } } },
    },
  });
}

/// A line and its values for each axis, on paper-coloured ground, so that the lines of configurations don't strike them through.
function axisLabels(axes) {
  return { id: "axisLabels", afterDatasetsDraw(chart) {
    const context = chart.ctx;
    context.save();
    context.font = `11px ${Chart.defaults.font.family}`;
    context.textBaseline = "middle";
    axes.forEach(({ scale }, index) => {
      const x = chart.scales.x.getPixelForValue(index), y = (share) => chart.scales.y.getPixelForValue(share);
      context.strokeStyle = variable("--soft");
      context.beginPath();
      context.moveTo(x, y(0)), context.lineTo(x, y(1)), context.stroke();
      for (const [share, text] of scale.ticks) {
        const width = context.measureText(text).width;
        context.fillStyle = variable("--paper");
        context.globalAlpha = 0.82;
        const left = index === axes.length - 1 ? x - width - 9 : x + 3;
        context.fillRect(left, y(share) - 7, width + 6, 14);
        context.globalAlpha = 1;
        context.fillStyle = variable("--ink");
        context.fillText(text, left + 3, y(share));
      }
    });
    context.restore();
  } };
}

function drawRamp(section) {
  const canvas = section.querySelector(".ramp canvas"), context = canvas.getContext("2d");
  const means = scored.map((one) => scoreOf(one).mean).sort((a, b) => goodness(a) - goodness(b));
  for (let x = 0; x < canvas.width; x++) {
    context.fillStyle = ramp(x / (canvas.width - 1));
    context.fillRect(x, 0, 1, canvas.height);
  }
  const [worst, best] = section.querySelectorAll(".ramp span");
  worst.textContent = short(means[0]);
  best.textContent = `${short(means[means.length - 1])} ${metric.name}`;
}

const costNames = { parameters: "parameters", seconds: "seconds", flops: "FLOPs", seconds_per_epoch: "seconds per epoch" };

function setUpPareto() {
  const names = Object.keys(costNames).filter((name) => scored.some((one) => typeof (one.cost || {})[name] === "number"));
  if (scored.length < 2 || !names.length) return;
  reveal("pareto");
  const select = document.getElementById("cost");
  fillSelect(select, names.map((name) => [name, costNames[name]]));
  select.addEventListener("change", drawPareto);
}

function drawPareto() {
  const section = document.getElementById("pareto");
  if (section.hidden) return;
  const name = document.getElementById("cost").value;
  const shown = scored.filter((one) => typeof (one.cost || {})[name] === "number");
  const isFront = new Set(((effects.pareto || {})[name] || []));
  const costs = shown.map((one) => one.cost[name]), isLogarithmic = Math.min(...costs) > 0 && Math.max(...costs) / Math.min(...costs) > 20;
  const point = (one) => ({ x: one.cost[name], y: scoreOf(one).mean, one });
  const front = shown.filter((one) => isFront.has(one.id)).sort((a, b) => a.cost[name] - b.cost[name]);
  const others = shown.filter((one) => !isFront.has(one.id));
  const withWhiskers = shown.length <= 60;
  const dataset = (ones, look, more) => ({ data: ones.map(point), intervals: withWhiskers ? ones.map((one) => [scoreOf(one).low, scoreOf(one).high]) : undefined,
    borderColor: look.color, backgroundColor: look.color, whiskerColor: translucent(look.color, 0.5), pointStyle: look.marker, ...more });
  draw(section.querySelector("canvas"), {
    type: "scatter",
    plugins: [whiskers],
    data: { datasets: [
      dataset(front, lookOf(1), { label: "on the front", pointRadius: 6, showLine: true, borderWidth: 2, borderDash: [6, 4] }),
      dataset(others, { ...lookOf(6), marker: "circle" }, { label: "others", pointRadius: shown.length > 200 ? 3 : 4.5 })] },
    options: {
      parsing: false,
      interaction: { mode: "nearest", intersect: true },
      scales: { x: { type: isLogarithmic ? "logarithmic" : "linear", ...axis(costNames[name]) },
        y: axis(metric.name, padded(shown.flatMap((one) => (withWhiskers ? [scoreOf(one).low, scoreOf(one).high, scoreOf(one).mean] : [scoreOf(one).mean])))) },
      plugins: { legend: { position: "bottom", labels: { usePointStyle: true } }, tooltip: { callbacks: {
        label: ({ raw }) => ` ${clipped(raw.one.label, 60)}`, afterLabel: ({ raw }) => `${metric.name} ${intervalWords(scoreOf(raw.one))}, ${costNames[name]} ${short(raw.x)}` } } },
    },
  });
}
