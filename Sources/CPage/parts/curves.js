// Curves over epochs with bands over seeds, of the configurations that are ticked.

function curveNames() {
  const names = new Set();
  for (const one of configurations) for (const name of Object.keys(one.curves || {})) if (name !== "epoch") names.add(name);
  const first = [metric.name, "val_loss", "train_loss"];
  return [...first.filter((name) => names.has(name)), ...[...names].filter((name) => !first.includes(name))];
}

function setUpCurves() {
  const names = curveNames();
  if (!names.length) return;
  reveal("curves");
  const select = document.getElementById("curve");
  fillSelect(select, names.map((name) => [name, name]));
  select.addEventListener("change", drawCurves);
}

function drawCurves() {
  const section = document.getElementById("curves");
  if (section.hidden) return;
  const name = document.getElementById("curve").value;
  const shown = chosenConfigurations().filter((one) => one.curves && one.curves[name]);
  const datasets = shown.flatMap((one, number) => curveDatasets(one, name, lookOf(number)));
  draw(section.querySelector("canvas"), {
    type: "line",
    data: { datasets },
    options: {
      parsing: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: { x: { type: "linear", ...axis("epoch", { grid: { display: false }, ticks: { precision: 0 } }) }, y: axis(name, laterRange(shown, name)) },
      plugins: {
        legend: { position: "bottom", labels: { usePointStyle: true, filter: (item) => !datasets[item.datasetIndex].isBand } },
        tooltip: { filter: (item) => !item.dataset.isBand, callbacks: { title: (items) => (items.length ? `epoch ${items[0].parsed.x}` : ""),
          label: (item) => ` ${clipped(item.dataset.label)}: ${short(item.parsed.y)}` } },
      },
    },
  });
}

/// The range after the first tenth of the epochs, in which curves leap from where nobody wants to compare them.
function laterRange(shown, name) {
  return padded(shown.flatMap((one) => {
    const { low, high, mean } = one.curves[name], skipped = Math.floor(one.curves.epoch.length / 10);
    return [low, high, mean].flatMap((values) => (values || []).slice(skipped));
  }));
}

/// The lower edge, the upper edge that fills down to it, and the mean.
function curveDatasets(one, name, look) {
  const curve = one.curves[name], epochs = one.curves.epoch;
  const points = (values) => (values || []).map((y, index) => ({ x: epochs[index], y: y ?? NaN }));
  const edge = { isBand: true, pointRadius: 0, pointHitRadius: 0, borderWidth: 0, showLine: true, label: "" };
  return [
    { ...edge, data: points(curve.low), fill: false },
    { ...edge, data: points(curve.high), fill: "-1", backgroundColor: translucent(look.color, isDark() ? 0.22 : 0.15) },
    { label: clipped(one.label), data: points(curve.mean), borderColor: look.color, backgroundColor: look.color, borderDash: look.dash, borderWidth: 2,
      pointStyle: look.marker, pointRadius: epochs.map((_, index) => (index % Math.ceil(epochs.length / 8) === 0 ? 4 : 0)), fill: false },
  ];
}
