// Pictures of chosen runs: the image and the truth once, and each run's prediction with its errors.

const gallery = JSON.parse(document.getElementById("gallery-data").textContent);
const shownRuns = new Set();
const loaded = new Map();
const missedColor = [86, 180, 233], wrongColor = [213, 94, 0], confusedColor = [240, 228, 66], ignoredColor = [150, 150, 150];

function setUpGallery() {
  const runs = [...new Set(gallery.predictions.map((one) => one.run))];
  if (!runs.length) {
    if (!gallery.left_out) return;
    reveal("gallery");
  }
  const list = reveal("gallery").querySelector(".runs");
  for (const id of runs.slice(0, 3)) shownRuns.add(id);
  for (const id of runs) {
    const box = element("input", { type: "checkbox" });
    box.checked = shownRuns.has(id);
    box.addEventListener("change", () => {
      if (box.checked) shownRuns.add(id); else shownRuns.delete(id);
      drawGallery();
    });
    list.append(element("label", {}, box, " ", named(runName(id))));
  }
  if (gallery.left_out) {
    const note = document.getElementById("left-out");
    note.textContent = `The pictures of ${gallery.left_out} more ${gallery.left_out === 1 ? "run are" : "runs are"} left out to keep this page small; they are in the folder samples of each run.`;
    note.hidden = false;
  }
}

function runName(id) {
  const run = (report.runs || []).find((one) => one.id === id);
  return run ? run.name : `run ${id}`;
}

function picture(source) {
  if (!loaded.has(source)) {
    loaded.set(source, new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = () => resolve(null);
      image.src = source;
    }));
  }
  return loaded.get(source);
}

function pixels(image, width, height) {
  const canvas = element("canvas", { width, height }), context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function drawGallery() {
  const place = document.getElementById("pictures");
  if (document.getElementById("gallery").hidden) return;
  place.replaceChildren();
  gallery.images.forEach((image, number) => {
    const predictions = gallery.predictions.filter((one) => one.image === number && shownRuns.has(one.run));
    if (!predictions.length) return;
    const row = element("div", { class: "gallery" });
    place.append(element("h3", {}, named(image.name)), row);
    row.append(pictureFigure(["image"], image, null, "plain"), pictureFigure(["truth"], image, image.truth, "tinted"));
    for (const one of predictions) {
      row.append(pictureFigure(["prediction: ", named(runName(one.run))], image, one.mask, "tinted"),
                 pictureFigure(["errors: ", named(runName(one.run))], image, one.mask, "errors"));
    }
  });
}

function pictureFigure(caption, image, mask, kind) {
  const canvas = element("canvas", { role: "img", "aria-label": `${kind} ${image.name}` });
  const figure = element("figure", {}, canvas, element("figcaption", {}, ...caption));
  Promise.all([picture(image.picture), mask ? picture(mask) : null, kind === "errors" ? picture(image.truth) : null]).then(([photo, found, truth]) => {
    if (photo) paint(canvas, photo, found, truth, kind);
  });
  return figure;
}

/// Draws the picture, under a mask's colours or under what is wrong.
function paint(canvas, photo, mask, truth, kind) {
  const source = mask || photo, width = source.naturalWidth, height = source.naturalHeight;
  canvas.width = width, canvas.height = height;
  const result = pixels(photo, width, height), values = result.data;
  const found = mask && pixels(mask, width, height).data, right = truth && pixels(truth, width, height).data;
  for (let start = 0; start < values.length && kind !== "plain"; start += 4) {
    if (!found) break;
    const color = kind === "tinted" ? classColor(found, start) : errorColor(right, found, start);
    const gray = 0.7 * (0.299 * values[start] + 0.587 * values[start + 1] + 0.114 * values[start + 2]);
    const amount = color ? (kind === "tinted" ? 0.5 : 0.85) : 0;
    for (let channel = 0; channel < 3; channel++) values[start + channel] = gray + ((color ? color[channel] : 0) - gray) * amount;
  }
  canvas.getContext("2d").putImageData(result, 0, 0);
}

/// Black is no class.
function classColor(mask, start) {
  const color = [mask[start], mask[start + 1], mask[start + 2]];
  return color[0] + color[1] + color[2] > 24 ? color : null;
}

/// Colours of a small palette may be off by a little.
function isSame(a, b) {
  if (a === null || b === null) return a === b;
  return a.every((value, channel) => Math.abs(value - b[channel]) < 8);
}

/// What is ignored in the truth is neither right nor wrong.
function errorColor(truth, found, start) {
  const a = truth && classColor(truth, start), b = classColor(found, start);
  if (!truth || isSame(a, b) || isSame(a, ignoredColor)) return null;
  return a === null ? wrongColor : b === null ? missedColor : confusedColor;
}
