// The confusion matrix of a configuration: rows are the truth.

function setUpConfusion() {
  const known = configurations.filter((one) => Array.isArray(one.confusion) && one.confusion.length > 1);
  if (!known.length) return;
  reveal("confusion");
  const select = document.getElementById("confused");
  fillSelect(select, known.map((one) => [one.id, one.label]));
  const best = known.reduce((a, b) => ((b.rank ?? Infinity) < (a.rank ?? Infinity) ? b : a));
  select.value = best.id;
  select.addEventListener("change", drawConfusion);
}

/// With one class, the matrix is of it and its background.
function classNames(count) {
  const names = report.classes || [];
  return Array.from({ length: count }, (_, index) => (names.length === count - 1 ? ["background", ...names] : names)[index] ?? `class ${index}`);
}

function drawConfusion() {
  const section = document.getElementById("confusion");
  if (section.hidden) return;
  const counts = byId.get(Number(document.getElementById("confused").value)).confusion;
  const names = classNames(counts.length);
  const heading = element("tr", {}, element("th", { scope: "col" }, "truth \\ predicted"), ...names.map((name) => element("th", { scope: "col" }, named(name))));
  const rows = counts.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return element("tr", {}, element("th", { scope: "row" }, named(names[truth])), ...row.map((count, predicted) => confusionCell(count, total, names[truth], names[predicted])));
  });
  section.querySelector("table").replaceChildren(element("thead", {}, heading), element("tbody", {}, ...rows));
}

function confusionCell(count, total, truth, predicted) {
  const share = total > 0 ? count / total : null;
  const title = `${count.toLocaleString("en")} of ${total.toLocaleString("en")} pixels of ${truth} predicted as ${predicted}`;
  const cell = element("td", { title }, share === null ? "–" : `${(100 * share).toFixed(share > 0 && share < 0.001 ? 2 : 1)} %`);
  // The root of the share, or errors of a few percent would be invisible.
  const strength = Math.sqrt(share ?? 0);
  cell.style.background = isDark() ? `rgba(86,180,233,${strength})` : `rgba(0,98,163,${strength})`;
  cell.style.color = strength > 0.62 ? (isDark() ? "#000" : "#fff") : "inherit";
  return cell;
}
