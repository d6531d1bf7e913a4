// Draws each plot of a page from its own table, and closes the table. Without Chart.js the tables simply stay open.

const MOST_LABEL = 28;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--plot-${name}`).trim();
}

/** Labels and series, as the table of a plot tells them. */
function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const series = heads.map((head, index) => ({
    label: head.textContent.trim(),
    colour: head.dataset.colour,
    numbers: rows.map((row) => Number(row[index + 1])),
  }));
  return { labels: rows.map((row) => row[0]), series };
}

function dataset(kind, { label, colour: name, numbers }) {
  const line = kind === "line" ? { borderWidth: 2, pointRadius: 2, tension: 0 } : { maxBarThickness: 28, borderRadius: 3 };
  return { label, data: numbers, backgroundColor: colour(name), borderColor: colour(name), ...line };
}

function axes(kind) {
  const common = { grid: { color: colour("grid") }, border: { display: false } };
  const ticks = { color: colour("ink"), precision: 0, maxRotation: 0, autoSkipPadding: 12 };
  const names = { ...common, grid: { display: false }, ticks, stacked: kind === "stack" };
  const numbers = { ...common, ticks, beginAtZero: true, stacked: kind === "stack" };
  return kind === "ranks" ? { x: numbers, y: { ...names, ticks: { ...ticks, callback: shortened } } } : { x: names, y: numbers };
}

function shortened(value) {
  const label = this.getLabelForValue(value);
  return label.length > MOST_LABEL ? `${label.slice(0, MOST_LABEL - 1)}…` : label;
}

function options(kind, many) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: still ? false : { duration: 250 },
    indexAxis: kind === "ranks" ? "y" : "x",
    interaction: { mode: "index", axis: kind === "ranks" ? "y" : "x", intersect: false },
    scales: axes(kind),
    plugins: { legend: { display: many, position: "bottom", labels: { color: colour("ink"), boxWidth: 12 } } },
  };
}

function canvasFor(plot, { labels, series }) {
  const frame = document.createElement("div");
  const canvas = document.createElement("canvas");
  const sums = series.map(({ label, numbers }) => `${label} ${numbers.reduce((sum, number) => sum + number, 0)}`);
  frame.className = "plot-canvas";
  if (plot.dataset.plot === "ranks") frame.style.height = `${Math.max(6, 2.25 * labels.length + 3)}rem`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${plot.querySelector("h2").textContent}: ${sums.join(", ")}`);
  frame.append(canvas);
  plot.querySelector("details").before(frame);
  return canvas;
}

function draw(plot) {
  const table = plot.querySelector("table");
  if (!table) return null;
  const told = read(table);
  const kind = plot.dataset.plot;
  const data = () => ({ labels: told.labels, datasets: told.series.map((series) => dataset(kind, series)) });
  const settings = { type: kind === "line" ? "line" : "bar", data: data(), options: options(kind, told.series.length > 1) };
  const chart = new window.Chart(canvasFor(plot, told), settings);
  plot.querySelector("details").open = false;
  return () => {
    chart.data = data();
    chart.options = options(kind, told.series.length > 1);
    chart.update("none");
  };
}

/** One plot that cannot be drawn keeps its table and leaves the others alone. */
function drawn(plot) {
  try {
    return draw(plot);
  } catch (error) {
    console.error(error);
    return null;
  }
}

if (window.Chart) {
  const again = [...document.querySelectorAll("[data-plot]")].map(drawn).filter(Boolean);
  const recolour = () => again.forEach((redraw) => redraw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
