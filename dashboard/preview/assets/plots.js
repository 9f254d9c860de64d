// Plots: drawn by Vega, told in words, and their numbers in a table to open.
function told(chart, rows) {
  const inWords = ({ keys, metrics }) => `${written(keys[0], chart.dimensions[0].type)} ${written(metrics[0], chart.metrics[0].type, chart.metrics[0].places)}`;
  const known = rows.filter(({ metrics }) => typeof metrics[0] === "number");
  if (!known.length) return say("Nothing to show.");
  const [lowest, highest] = [-1, 1].map((way) => known.reduce((best, row) => ((row.metrics[0] - best.metrics[0]) * way > 0 ? row : best)));
  const range = { highest: inWords(highest), lowest: inWords(lowest) };
  if (chart.kind === "Bar chart") return say("Bars: {count}; highest {highest}, lowest {lowest}.", { count: number(known.length), ...range });
  return say("From {first} to {last}; highest {highest}, lowest {lowest}.", { first: inWords(known[0]), last: inWords(known[known.length - 1]), ...range });
}

// A share of fewer than these is drawn grey.
const THIN = 20;

function plotted(chart, found, card) {
  const known = chart.kind === "Bar chart" ? found.rows.filter(({ metrics }) => metrics[0] !== null) : withoutHoles(chart, found.rows);
  const [dimension, metric] = [chart.dimensions[0], chart.metrics[0]];
  const first = chart.rows ? known.slice(0, chart.rows) : known;
  // The newest are chosen, and shown in order of time.
  const rows = chart.sort?.by === dimension.name && chart.sort.order === "Descending" ? [...first].reverse() : first;
  const behind = (place) => (form && typeof rows[place].metrics[0] === "number" ? behindChart(chart, rows[place].keys, found.months) : null);
  const data = rows.map(({ keys, metrics: [value], base }, at) => {
    const of = metric.type === "Percent" && typeof value === "number" && base ? base[1] : null;
    return {
      at,
      label: forPlot(keys[0] === null ? say("not known") : written(keys[0], dimension.type)),
      // Of a bar that is not shown the place stays, with the word that says so.
      value: typeof value === "string" ? (chart.kind === "Bar chart" ? 0 : null) : value,
      text: forPlot(of === null ? written(value, metric.type, metric.places) : say("{part} of {whole}", { part: written(value, metric.type), whole: number(of) })),
      thin: of !== null && of < THIN,
      running: chart.kind !== "Bar chart" && (dimension.type === "Date" ? weekEnd(keys[0]) > model.status.as_of : keys[0] > model.status.last_full_month),
    };
  });
  const place = element("div", { className: "plot" });
  if (!data.length) {
    views.delete(chart);
    return card.append(nothing(chart));
  }
  card.append(place);
  const longest = withRoom(place.clientWidth, data);
  const notes = [
    known.length > rows.length ? say("The first {shown} of {all}.", { shown: number(rows.length), all: number(known.length) }) : "",
    data.some(({ thin }) => thin) ? say("Grey: a share of fewer than {count}, which a few change much.", { count: number(THIN) }) : "",
  ];
  card.append(element("p", { className: "note", textContent: notes.filter(Boolean).join(" ") }));
  card.append(element("details", {}, element("summary", { textContent: say("Show the numbers") }),
    scrolling(chart.title, table([dimension, metric], rows.map(({ keys, metrics }) => [keys[0], metrics[0]]), behind))));
  drawPlot(chart, place, data, longest, `${chart.title}. ${told(chart, rows)}`, (at) => {
    const of = behind(at);
    if (of) openBehind(`${chart.title} · ${written(rows[at].keys[0], dimension.type)}`, of);
  });
}

// Where the scale of horizontal bars ends, so that the longest one has room behind it for its number:
// in a narrow card that is a large share. Names and numbers take some seven pixels a letter.
function withRoom(width, data) {
  const letters = (of) => 7 * Math.max(...data.map((row) => String(row[of]).length));
  const inside = width - Math.min(letters("label"), 150) - 20;
  const share = Math.min(0.6, (letters("text") + 10) / inside);
  return Math.max(...data.map(({ value }) => value), 0) / (1 - Math.max(share, 0.1)) || 1;
}

function weekEnd(day) {
  const end = new Date(day);
  end.setUTCDate(end.getUTCDate() + 6);
  return end.toISOString().slice(0, 10);
}

// Vega is run when the first plot is drawn.
let vega = null;
async function loadVega() {
  document.head.append(element("script", { textContent: await unpacked(document.getElementById("vega")).text() }));
}

function drawPlot(chart, place, data, longest, words, clicked) {
  const spec = structuredClone(chart.plot);
  spec.description = words;
  spec.datasets = { rows: data };
  for (const parameter of spec.params || []) if (parameter.name === "longest") parameter.value = longest;
  views.get(chart)?.finalize();
  views.delete(chart);
  // `ast`: Vega's interpreter, so that the page needs no eval. Log level 1: errors only, for horizontal
  // bars are as many as there are, which Vega-Lite warns of.
  vega ??= loadVega();
  vega.then(() => place.isConnected && vegaEmbed(place, spec, { actions: false, renderer: "svg", ast: true, logLevel: 1, formatLocale: model.language.numbers })).then((made) => {
    if (!made) return;
    views.set(chart, made);
    made.view.addEventListener("click", (_, item) => item?.datum && "at" in item.datum && clicked(item.datum.at));
  });
}
