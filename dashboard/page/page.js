// Shows the figures: scorecards, tables and plots, drawn anew whenever a filter changes.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const form = document.getElementById("filters");
  const newest = `${model.status.as_of.slice(0, 7)}-01`;
  const oldest = monthsBack(newest, model.months);
  const views = new Map();

  // ── How values are written ──
  const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const formats = [0, 1].map((places) =>
    new Intl.NumberFormat("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places }));
  const number = (value, places = 0) => formats[places].format(value);

  function written(value, type, places = 0) {
    if (value === null || value === undefined) return "–";
    if (type === "Percent") return `${number(value * 100, 1)}%`;
    if (type === "Number") return number(value, places);
    if (type !== "Date" && type !== "Year Month") return String(value);
    const [year, month, day] = String(value).split("-").map(Number);
    return `${type === "Date" ? `${day} ` : ""}${monthNames[month - 1]} ${year}`;
  }
  const month = (day) => written(day, "Year Month");
  const period = ([first, last]) => (first === last ? month(first) : `${month(first)} – ${month(last)}`);
  const kindOf = (type) => (["Number", "Percent"].includes(type) ? "number" : ["Date", "Year Month"].includes(type) ? "date" : "");

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  // ── What is asked for ──
  function asked() {
    const choices = Object.fromEntries(model.controls.map(({ field }) => [field, form.elements[field].value]));
    return { choices, from: form.elements.from.value, to: form.elements.to.value };
  }

  function answer(chart, filters, months) {
    const cube = model.cubes[chart.cube];
    return sorted(chart, groups(chart, cube, filters.choices, months));
  }

  // Says which of the filters in force a chart does not heed.
  function unheeded(chart, filters) {
    const cube = model.cubes[chart.cube];
    const names = model.controls
      .filter(({ field }) => filters.choices[field] && !(field in cube.controls))
      .map(({ everything }) => everything.toLowerCase());
    const narrowed = filters.from !== oldestShown || filters.to !== newest;
    if (narrowed && cube.period === null) names.push("all months");
    return names.length ? element("span", { className: "unfiltered", textContent: `shows ${names.join(" and ")}` }) : null;
  }

  const withSign = (value, places) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), places)}`;

  // ── Scorecards ──
  function change(chart, now, before, months) {
    if (now === null || before === null) return null;
    const { type, places } = chart.metrics[0];
    const [share, difference] = [type === "Percent", now - before];
    const size = share ? `${number(Math.abs(difference) * 100, 1)} points` : number(Math.abs(difference), places);
    const word = difference > 0 ? (share ? "above" : "more than in") : share ? "below" : "fewer than in";
    const text = difference ? `${difference > 0 ? "▲" : "▼"} ${size} ${word}` : "the same as in";
    return element("p", { className: "change", textContent: `${text} ${month(months[0])} (${written(before, type, places)})` });
  }

  function scorecard(chart, filters, card) {
    const cube = model.cubes[chart.cube];
    const months = chartMonths(chart, cube, filters, model.status.last_full_month, newest);
    const [metric] = chart.metrics;
    const now = answer(chart, filters, months)[0].metrics[0];
    card.append(element("p", { className: "score", textContent: written(now, metric.type, metric.places) }));
    if (chart.compared) {
      const earlier = [monthBefore(months[0]), monthBefore(months[0])];
      const before = answer(chart, filters, earlier)[0].metrics[0];
      card.append(change(chart, now, before, earlier) || "");
    }
    card.append(element("p", { className: "note", textContent: chart.note }));
    if (months) card.append(element("p", { className: "period", textContent: period(months) }));
  }

  // ── Tables ──
  function table(columns, rows) {
    const head = element("tr", {}, ...columns.map(({ label, type }) =>
      element("th", { scope: "col", className: kindOf(type), textContent: label })));
    const body = rows.map((values) => element("tr", {}, ...values.map((value, i) => {
      const { type, places, signed } = columns[i];
      const cell = { className: kindOf(type), textContent: signed && value !== null ? withSign(value, places) : written(value, type, places) };
      return i === 0 ? element("th", { scope: "row", ...cell }) : element("td", cell);
    })));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  }

  function scrolling(title, content) {
    return element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: `Table: ${title}` }, content);
  }

  function compared(chart, filters, rows, months) {
    const earlier = [monthBefore(months[0]), monthBefore(months[0])];
    const before = new Map(answer(chart, filters, earlier).map(({ keys, metrics }) => [keys.join(), metrics[0]]));
    const [metric] = chart.metrics;
    const share = metric.type === "Percent";
    const columns = [...chart.dimensions, { ...metric, label: month(months[0]) }, { ...metric, label: month(earlier[0]) },
      { label: share ? "Points" : "Change", type: "Number", places: share ? 1 : metric.places, signed: true }];
    return table(columns, rows.map(({ keys, metrics: [now] }) => {
      const then = before.get(keys.join()) ?? null;
      return [...keys, now, then, now === null || then === null ? null : (now - then) * (share ? 100 : 1)];
    }));
  }

  function listing(chart, filters, card) {
    const months = chartMonths(chart, model.cubes[chart.cube], filters, model.status.last_full_month, newest);
    const all = answer(chart, filters, months);
    const rows = all.slice(0, chart.rows);
    if (!rows.length) return card.append(nothing());
    const made = chart.compared
      ? compared(chart, filters, rows, months)
      : table([...chart.dimensions, ...chart.metrics], rows.map(({ keys, metrics }) => [...keys, ...metrics]));
    card.append(scrolling(chart.title, made));
    if (all.length > rows.length) card.append(element("p", { className: "note", textContent: `The first ${rows.length}.` }));
  }

  const rounded = (value, type) => (type === "Percent" ? `${Math.round(value * 100)}%` : written(value, type));

  function heat(chart, filters, card) {
    const months = chartMonths(chart, model.cubes[chart.cube], filters, model.status.last_full_month, newest);
    const rows = answer(chart, filters, months);
    const values = rows.map(({ metrics }) => metrics[0]).filter((value) => value !== null);
    if (!values.length) return card.append(nothing());
    const different = (at) => [...new Set(rows.map(({ keys }) => keys[at]))].sort((one, other) => order(one, other, 1));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const cells = new Map(rows.map(({ keys, metrics }) => [JSON.stringify(keys), metrics[0]]));
    const [across, { type }] = [chart.dimensions[1], chart.metrics[0]];
    const cell = (value) => {
      if (value === null || value === undefined) return element("td", { textContent: "" });
      // Never so dark that the number on it could not be read.
      const depth = high > low ? 0.05 + 0.5 * ((value - low) / (high - low)) : 0.3;
      const made = element("td", { textContent: rounded(value, type) });
      made.style.background = `color-mix(in srgb, #1f5f99 ${Math.round(depth * 100)}%, white)`;
      return made;
    };
    const columns = different(1);
    const made = element("table", { className: "heat" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col", className: "corner", textContent: `${chart.dimensions[0].label} ↓ ${across.label} →` }),
        ...columns.map((key) => element("th", { scope: "col", textContent: rounded(key, across.type) })))),
      element("tbody", {}, ...different(0).map((key) => element("tr", {},
        element("th", { scope: "row", textContent: rounded(key, chart.dimensions[0].type) }),
        ...columns.map((column) => cell(cells.get(JSON.stringify([key, column]))))))));
    made.ariaLabel = `${chart.title}: ${chart.dimensions[0].label} by ${across.label}`;
    card.append(scrolling(chart.title, made));
  }

  // ── Plots ──
  function told(chart, rows) {
    const words = ({ keys, metrics }) => `${written(keys[0], chart.dimensions[0].type)} ${written(metrics[0], chart.metrics[0].type, chart.metrics[0].places)}`;
    const known = rows.filter(({ metrics }) => metrics[0] !== null);
    if (!known.length) return "Nothing to show.";
    const [lowest, highest] = [-1, 1].map((way) => known.reduce((best, row) => ((row.metrics[0] - best.metrics[0]) * way > 0 ? row : best)));
    const range = `highest ${words(highest)}, lowest ${words(lowest)}`;
    return chart.kind === "Bar chart" ? `${known.length} bars: ${range}.` : `From ${words(known[0])} to ${words(known[known.length - 1])}; ${range}.`;
  }

  function plotted(chart, filters, card) {
    const cube = model.cubes[chart.cube];
    const months = chartMonths(chart, cube, filters, model.status.last_full_month, newest);
    const all = answer(chart, filters, months);
    const known = chart.kind === "Bar chart" ? all.filter(({ metrics }) => metrics[0] !== null) : withoutHoles(chart, all);
    const rows = chart.rows ? known.slice(0, chart.rows) : known;
    const [dimension, metric] = [chart.dimensions[0], chart.metrics[0]];
    const data = rows.map(({ keys, metrics }) => ({
      label: keys[0] === null ? "not known" : written(keys[0], dimension.type),
      value: metrics[0],
      text: written(metrics[0], metric.type, metric.places),
      running: chart.kind !== "Bar chart" && (dimension.type === "Date" ? weekEnd(keys[0]) > model.status.as_of : keys[0] > model.status.last_full_month),
    }));
    const place = element("div", { className: "plot" });
    if (!data.length) {
      views.delete(chart);
      return card.append(nothing());
    }
    card.append(place);
    const longest = 1.2 * Math.max(...data.map(({ value }) => value), 0) || 1;
    card.append(element("p", { className: "note", textContent: known.length > rows.length ? `The first ${rows.length} of ${known.length}.` : "" }));
    card.append(element("details", {}, element("summary", { textContent: "Show the numbers" }),
      scrolling(chart.title, table([dimension, metric], rows.map(({ keys, metrics }) => [keys[0], metrics[0]])))));
    draw(chart, place, data, longest, `${chart.title}. ${told(chart, rows)}`);
  }

  function weekEnd(day) {
    const end = new Date(day);
    end.setUTCDate(end.getUTCDate() + 6);
    return end.toISOString().slice(0, 10);
  }

  function draw(chart, place, data, longest, words) {
    const spec = structuredClone(chart.plot);
    spec.description = words;
    spec.datasets = { rows: data };
    for (const parameter of spec.params || []) if (parameter.name === "longest") parameter.value = longest;
    views.get(chart)?.finalize();
    // `ast`: Vega's interpreter, so that the page needs no eval. Log level 1: errors only, for lying
    // bars are as many as there are, which Vega-Lite warns of.
    vegaEmbed(place, spec, { actions: false, renderer: "svg", ast: true, logLevel: 1 }).then((made) => views.set(chart, made));
  }

  function nothing() {
    return element("p", { className: "empty", textContent: "Nothing to show for this choice." });
  }

  // ── The page ──
  const drawers = { Scorecard: scorecard, Table: listing, "Pivot table": heat };

  function build() {
    for (const page of model.pages) {
      const place = document.querySelector(`#sheet-${page.slug} .charts`);
      let scores = null;
      for (const chart of page.charts) {
        const score = chart.kind === "Scorecard";
        if (score && (!scores || scores.compared !== chart.compared)) {
          if (chart.compared) place.append(element("h3", { className: "group", textContent: "What changed in the last full month" }));
          scores = element("div", { className: "scores" });
          scores.compared = chart.compared;
          place.append(scores);
        }
        chart.card = element("article", { className: isWide(chart) ? "card wide" : "card" });
        (score ? scores : place).append(chart.card);
        if (score) scores.style.setProperty("--count", scores.children.length);
      }
      fill(place);
    }
  }

  function isWide({ kind, cube, dimensions, metrics }) {
    if (kind === "Pivot table") return model.cubes[cube].dimensions[dimensions[1].at].values.length > 6;
    return kind === "Table" && dimensions.length + metrics.length > 4;
  }

  // Two narrow cards share a row; one that is left over takes it all.
  function fill(place) {
    let alone = null;
    for (const card of [...place.children, element("div", { className: "wide" })]) {
      if (card.matches("article:not(.wide)")) alone = alone ? null : card;
      else {
        alone?.classList.add("wide");
        alone = null;
      }
    }
  }

  function show() {
    const filters = asked();
    for (const page of model.pages) {
      for (const chart of page.charts) {
        const { card } = chart;
        const heading = element("h3", { textContent: chart.title });
        card.replaceChildren(heading);
        if (chart.kind !== "Scorecard" && chart.note) card.append(element("p", { className: "note", textContent: chart.note }));
        (drawers[chart.kind] || plotted)(chart, filters, card);
        const mark = unheeded(chart, filters);
        if (mark) heading.after(mark);
      }
    }
    for (const select of form.querySelectorAll("select")) {
      select.classList.toggle("set", select.value !== [...select.options].find((option) => option.defaultSelected).value);
    }
    const words = model.controls.map(({ field, everything }) => filters.choices[field] || everything);
    document.getElementById("shown").textContent = `Shown: ${[...words, period([filters.from, filters.to])].join(" · ")}`;
  }

  // A section is not named as its address, so that the browser does not scroll past the filters.
  function open() {
    const slug = model.pages.some((page) => `#${page.slug}` === location.hash) ? location.hash.slice(1) : model.pages[0].slug;
    for (const section of document.querySelectorAll("section")) section.classList.toggle("open", section.id === `sheet-${slug}`);
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === `#${slug}`) link.ariaCurrent = "page";
      else link.removeAttribute("aria-current");
    }
    scrollTo(0, 0);
  }

  function status() {
    const { as_of, newest_load, rows_set_aside, rows_in_files } = model.status;
    const place = document.getElementById("status");
    const share = rows_in_files ? ` of ${number(rows_in_files)} (${written(rows_set_aside / rows_in_files, "Percent")})` : "";
    place.append("As of ", element("b", { textContent: written(as_of, "Date") }), ` · newest load ${written(newest_load, "Date")} · `,
      element("b", { textContent: `${number(rows_set_aside)} rows set aside` }), share);
  }

  // The months that any chart has rows in; earlier ones cannot be chosen.
  const seen = model.cubes.filter(({ period: at }) => at !== null).flatMap(({ period: at, dimensions }) => dimensions[at].values);
  const first = seen.filter((day) => day >= oldest).sort()[0] || newest;
  const oldestShown = first;
  for (const [name, chosen] of [["from", first], ["to", newest]]) {
    form.elements[name].append(...monthsBetween(first, newest).map((day) =>
      element("option", { value: day, textContent: month(day), selected: day === chosen, defaultSelected: day === chosen })));
  }
  for (const { field, choices } of model.controls) {
    form.elements[field].options[0].defaultSelected = true;
    const others = model.cubes.some((cube) => field in cube.controls && cube.dimensions[cube.controls[field]].values.includes("Other"));
    if (others && !choices.includes("Other")) form.elements[field].append(element("option", { textContent: "Other" }));
  }
  form.addEventListener("change", ({ target }) => {
    const { from, to } = form.elements;
    if (from.value > to.value) (target === from ? to : from).value = target.value;
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", open);
  status();
  build();
  open();
  show();
})();
