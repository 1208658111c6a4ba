// What all charts have in common. Chart.js draws them.

/// The charts on the page by the canvas that holds them.
const charts = new Map();

/// Draws a chart in a canvas, in place of the one that was there.
function draw(canvas, config) {
  if (charts.has(canvas)) charts.get(canvas).destroy();
  const options = config.options || {};
  options.animation = false;
  options.maintainAspectRatio = false;
  options.responsive = !isPrinting;
  if (isPrinting) {
    // Paper has no window whose width could be asked for: 18 cm in pixels of CSS, or half of that.
    const isSmall = canvas.closest(".charts") !== null;
    canvas.width = isSmall ? 320 : 660;
    canvas.height = parseFloat(canvas.closest(".box").style.height) * 16 || (isSmall ? 220 : 300);
    Object.assign(canvas.style, { width: `${canvas.width}px`, height: `${canvas.height}px` });
    options.devicePixelRatio = 2;
  } else {
    canvas.removeAttribute("width"), canvas.removeAttribute("height");
    canvas.style.width = canvas.style.height = "";
  }
  charts.set(canvas, new Chart(canvas, { ...config, options }));
}

function setDefaults() {
  Chart.defaults.color = variable("--soft");
  Chart.defaults.borderColor = variable("--line");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Object.assign(Chart.defaults.plugins.tooltip, { backgroundColor: variable("--ink"), titleColor: variable("--paper"), bodyColor: variable("--paper"),
    footerColor: variable("--paper"), usePointStyle: true, boxPadding: 4 });
}

function axis(title, options = {}) {
  return { ...options, title: { display: Boolean(title), text: title },
           ticks: { maxRotation: 40, includeBounds: false, callback: options.type === "category" ? undefined : (value) => short(value), ...options.ticks } };
}

function categories(title, labels) {
  return { type: "category", labels, offset: true, title: { display: Boolean(title), text: title },
           ticks: { autoSkip: labels.length > 24, callback: (_, index) => clipped(labels[index], 18) }, grid: { display: false } };
}

/// Widens a range, so that nothing lies on the frame.
function padded(values) {
  const finite = values.filter((value) => typeof value === "number" && isFinite(value));
  if (!finite.length) return {};
  const low = Math.min(...finite), high = Math.max(...finite), margin = (high - low) * 0.06 || Math.abs(high) * 0.02 || 0.01;
  return { min: low - margin, max: high + margin };
}

/// Draws `intervals` of a data set, a [low, high] for each point, as whiskers.
const whiskers = {
  id: "whiskers",
  beforeDatasetsDraw(chart) {
    const context = chart.ctx, { top, bottom } = chart.chartArea;
    chart.data.datasets.forEach((dataset, number) => {
      if (!dataset.intervals || !chart.isDatasetVisible(number)) return;
      context.save();
      context.lineWidth = 1.5;
      chart.getDatasetMeta(number).data.forEach((point, index) => {
        const interval = dataset.intervals[index];
        if (!interval || interval[0] === undefined || interval[0] === null) return;
        const [low, high] = interval.map((value) => Math.min(bottom, Math.max(top, chart.scales.y.getPixelForValue(value))));
        const color = dataset.whiskerColor || dataset.borderColor;
        context.strokeStyle = Array.isArray(color) ? color[index] : color;
        context.beginPath();
        context.moveTo(point.x, low), context.lineTo(point.x, high);
        for (const y of [low, high]) context.moveTo(point.x - 5, y), context.lineTo(point.x + 5, y);
        context.stroke();
      });
      context.restore();
    });
  },
};

function intervalWords(interval) {
  if (!interval) return "no score";
  const half = typeof interval.low === "number" ? ` (${short(interval.low)} to ${short(interval.high)})` : "";
  return short(interval.mean) + half;
}
