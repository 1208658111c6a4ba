// The table: Swift has drawn it; here it learns to sort, to filter and to choose.

const table = document.getElementById("table");
const tableRows = table ? Array.from(table.tBodies[0].rows) : [];

function setUpTable() {
  if (!table) return;
  const headings = Array.from(table.tHead.rows[0].cells);
  document.querySelector("#configurations .tools").hidden = false;
  headings.forEach((heading, column) => { if (heading.dataset.sortable !== undefined) makeSortable(heading, column); });
  addFilters(headings);
  addChoices();
}

function makeSortable(heading, column) {
  const button = element("button", { type: "button" });
  button.append(...heading.childNodes);
  heading.append(button);
  if (!heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", "none");
  button.addEventListener("click", () => {
    const isAscending = heading.getAttribute("aria-sort") === "none" ? heading.dataset.first !== "descending" :
      heading.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
    sortRows(column, isAscending);
  });
}

/// Sorts by the numbers or the words of a column; rows without a value come last either way, and equal ones keep their order.
function sortRows(column, isAscending) {
  const sign = isAscending ? 1 : -1;
  const keyed = tableRows.map((row, place) => ({ row, place, value: cellValue(row.cells[column]) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null) || a.place - b.place;
    return sign * compared(a.value, b.value) || a.place - b.place;
  });
  table.tBodies[0].append(...keyed.map((one) => one.row));
}

function compared(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

/// A cell's number where it has one, its words otherwise, null where it is empty.
function cellValue(cell) {
  const text = cell.dataset.value ?? cell.textContent.trim();
  if (text === "") return null;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/// Filters of single columns: words that a cell contains, or a comparison such as ">= 0.8".
function addFilters(headings) {
  const row = element("tr", { class: "filters" });
  const inputs = headings.map((heading) => {
    const cell = element("th");
    row.append(cell);
    if (heading.dataset.sortable === undefined) return null;
    const input = element("input", { type: "search", "aria-label": `filter ${heading.textContent.trim()}`, placeholder: heading.classList.contains("number") ? ">= …" : "…" });
    cell.append(input);
    return input;
  });
  table.tHead.append(row);
  const search = document.getElementById("filter");
  const update = () => filterRows(search.value, inputs.map((input) => (input ? input.value : "")));
  [search, ...inputs].forEach((input) => input && input.addEventListener("input", update));
  document.getElementById("reset").addEventListener("click", () => {
    [search, ...inputs].forEach((input) => { if (input) input.value = ""; });
    update();
  });
  update();
}

function filterRows(everywhere, columns) {
  const wanted = everywhere.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of tableRows) {
    const text = wanted.length ? row.textContent.toLowerCase() : "";
    const fits = wanted.every((word) => text.includes(word)) && columns.every((filter, column) => passes(row.cells[column], filter.trim()));
    row.hidden = !fits;
    count += fits ? 1 : 0;
  }
  document.getElementById("count").textContent = `${count} of ${tableRows.length} shown`;
}

function passes(cell, filter) {
  if (filter === "") return true;
  const comparison = /^(>=|<=|=|>|<|≥|≤)\s*(-?[\d.]+(?:e[-+]?\d+)?)$/i.exec(filter);
  if (!comparison) return cell.textContent.toLowerCase().includes(filter.toLowerCase());
  const value = cellValue(cell), bound = Number(comparison[2]);
  if (typeof value !== "number") return false;
  return { ">=": value >= bound, "≥": value >= bound, "<=": value <= bound, "≤": value <= bound, ">": value > bound, "<": value < bound, "=": value === bound }[comparison[1]];
}

/// Ticks at the left; the best few are ticked to begin with.
function addChoices() {
  const ranked = configurations.filter((one) => scoreOf(one)).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  for (const one of (ranked.length ? ranked : configurations).slice(0, 5)) chosen.add(one.id);
  for (const row of tableRows) {
    const cell = row.querySelector(".pick"), id = Number(row.dataset.id);
    if (!cell || !byId.has(id)) continue;
    const box = element("input", { type: "checkbox", "aria-label": `show ${byId.get(id).label}` });
    box.checked = chosen.has(id);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(id); else chosen.delete(id);
      drawChosen();
    });
    cell.append(box);
  }
}
