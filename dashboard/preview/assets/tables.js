// Big numbers, tables of rows, and tables of shaded cells.
function change(chart, now, before, earlier) {
  if (typeof now !== "number" || typeof before !== "number") return null;
  const { type, places } = chart.metrics[0];
  const [share, difference] = [type === "Percent", now - before];
  const values = { size: number(Math.abs(difference) * (share ? 100 : 1), share ? 1 : places), month: month(earlier), value: written(before, type, places) };
  return element("p", { className: "change", textContent: changeWords(difference, share, values) });
}

function changeWords(difference, share, values) {
  if (!difference) return say("the same as in {month} ({value})", values);
  if (share) return difference > 0 ? say("▲ {size} points above {month} ({value})", values) : say("▼ {size} points below {month} ({value})", values);
  return difference > 0 ? say("▲ {size} more than in {month} ({value})", values) : say("▼ {size} fewer than in {month} ({value})", values);
}

function scorecard(chart, { rows, months, earlier, before }, card) {
  const [metric] = chart.metrics;
  const now = rows[0].metrics[0];
  const kind = metric.type === "Date" ? "score day" : "score";
  const of = form && typeof now === "number" ? behindChart(chart, [], months) : null;
  card.append(element("p", { className: kind }, openable(written(now, metric.type, metric.places), chart.title, of)));
  if (chart.compared) card.append(change(chart, now, before[0].metrics[0], earlier) || "");
  card.append(element("p", { className: "note", textContent: chart.note }));
  card.append(element("p", { className: "base", textContent: basis(chart, rows[0]) }));
  if (chart.lack) card.append(element("p", { className: "note lack", textContent: chart.lack }));
  if (months) card.append(element("p", { className: "period", textContent: period(months) }));
}

// What a figure rests on, and of which day: "5 of 15; 65 cannot be classified · as of 30 Jun 2026".
function basis({ metrics: [{ type }], left_out: metric }, { base, left_out }) {
  const day = model.status && say("as of {day}", { day: written(model.status.as_of, "Date") });
  const parts = type === "Percent" && base ? [say("{part} of {whole}", { part: written(base[0], "Number"), whole: written(base[1], "Number") })] : [];
  if (left_out) parts.push(`${number(left_out)} ${metric.label.toLowerCase()}`);
  return [parts.join("; "), type === "Date" ? "" : day].filter(Boolean).join(" · ");
}

// A word that says how something is, on the colour of a judgement.
const MARKS = {
  fresh: ["good", say("fresh")],
  late: ["mind", say("late")],
  failed: ["bad", say("failed")],
  "look at it": ["mind", say("look at it")],
};

// `behind` says what the last number of a row is made of, by the row's place.
function table(columns, rows, behind = () => null) {
  const head = element("tr", {}, ...columns.map(({ label, type }) =>
    element("th", { scope: "col", className: kindOf(type), textContent: label })));
  const body = rows.map((values, place) => element("tr", {}, ...values.map((value, i) => {
    const { type, places, signed } = columns[i];
    const text = signed && typeof value === "number" ? withSign(value, places) : written(value, type, places);
    const content = type === "Mark" ? element("span", { className: `mark ${MARKS[value][0]}`, textContent: MARKS[value][1] })
      : i === values.length - 1 ? openable(text, String(written(values[0], columns[0].type)), behind(place)) : text;
    return element(i === 0 ? "th" : "td", { className: kindOf(type), ...(i === 0 && { scope: "row" }) }, content);
  })));
  const wordy = rows.some((values) => values.some((value) => typeof value === "string" && value.length > 60));
  const made = element("table", { className: wordy ? "words" : "" }, element("thead", {}, head), element("tbody", {}, ...body));
  // Where each row is a card of its own, on a phone, its number says what it counts.
  made.style.setProperty("--rows", JSON.stringify(say("rows:")));
  return made;
}

function scrolling(title, content) {
  return element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: say("Table: {title}", { title }) }, content);
}

function compared(chart, rows, { months, earlier, before }) {
  const known = new Map(before.map(({ keys, metrics }) => [JSON.stringify(keys), metrics[0]]));
  const [metric] = chart.metrics;
  const share = metric.type === "Percent";
  const columns = [...chart.dimensions, { ...metric, label: month(months[0]) }, { ...metric, label: month(earlier) },
    { label: share ? say("Points") : say("Change"), type: "Number", places: share ? 1 : metric.places, signed: true }];
  return table(columns, rows.map(({ keys, metrics: [now] }) => {
    const then = known.get(JSON.stringify(keys)) ?? null;
    const areKnown = typeof now === "number" && typeof then === "number";
    return [...keys, now, then, areKnown ? (now - then) * (share ? 100 : 1) : null];
  }));
}

function listing(chart, found, card) {
  const rows = found.rows.slice(0, chart.rows);
  if (!rows.length) return card.append(nothing(chart));
  const made = chart.compared
    ? compared(chart, rows, found)
    : table([...chart.dimensions, ...chart.metrics], rows.map(({ keys, metrics }) => [...keys, ...metrics]));
  card.append(scrolling(chart.title, made));
  const all = found.all ?? found.rows.length;
  if (all > rows.length) card.append(element("p", { className: "note", textContent: say("{shown} of {all}", { shown: number(rows.length), all: number(all) }) }));
}

const rounded = (value, type) => (type === "Percent" ? percent(value, 0) : written(value, type));

function heat(chart, { rows }, card) {
  const values = rows.map(({ metrics }) => metrics[0]).filter((value) => typeof value === "number");
  if (!values.length) return card.append(nothing(chart));
  const different = (at) => [...new Set(rows.map(({ keys }) => keys[at]))].sort((one, other) => order(one, other, 1));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const cells = new Map(rows.map(({ keys, metrics }) => [JSON.stringify(keys), metrics[0]]));
  const [across, { type }] = [chart.dimensions[1], chart.metrics[0]];
  const cell = (value) => {
    if (value === null || value === undefined) return element("td", { textContent: "" });
    if (typeof value === "string") return element("td", { className: "hidden", textContent: "·", title: value, ariaLabel: value });
    // Never so dark that the number on it could not be read.
    const depth = high > low ? 0.05 + 0.5 * ((value - low) / (high - low)) : 0.3;
    const made = element("td", { textContent: rounded(value, type) });
    made.style.background = `color-mix(in srgb, #1f5f99 ${Math.round(depth * 100)}%, white)`;
    return made;
  };
  const columns = different(1);
  const made = element("table", { className: "heat" },
    element("thead", {}, element("tr", {}, element("th", { scope: "col", className: "corner", textContent: `${chart.dimensions[0].label} ↓ ${across.label} ${isRtl ? "←" : "→"}` }),
      ...columns.map((key) => element("th", { scope: "col", textContent: rounded(key, across.type) })))),
    element("tbody", {}, ...different(0).map((key) => element("tr", {},
      element("th", { scope: "row", textContent: rounded(key, chart.dimensions[0].type) }),
      ...columns.map((column) => cell(cells.get(JSON.stringify([key, column]))))))));
  made.ariaLabel = say("{title}: {rows} by {columns}", { title: chart.title, rows: chart.dimensions[0].label, columns: across.label });
  card.append(scrolling(chart.title, made));
}

function nothing(chart) {
  return element("p", { className: "empty", textContent: chart.empty || say("Nothing to show for this choice.") });
}
