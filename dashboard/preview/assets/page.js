// The page: its cards, drawn again whenever a filter changes, and what is above them.
const drawers = { Scorecard: scorecard, Table: listing, "Pivot table": heat };

function build() {
  for (const page of model.pages.filter(({ charts }) => charts.length)) {
    const place = document.querySelector(`#sheet-${page.slug} .charts`);
    let scores = null;
    for (const chart of page.charts) {
      const score = chart.kind === "Scorecard";
      if (score && (!scores || scores.compared !== chart.compared)) {
        if (chart.compared) place.append(element("h3", { className: "group", textContent: say("What changed in the last full month") }));
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

function isWide({ kind, answer, cube, dimensions, metrics }) {
  if (kind === "Pivot table") {
    const across = answer ? new Set(answer.rows.map(({ keys }) => keys[1])).size : model.cubes[cube].dimensions[dimensions[1].at].values.length;
    return across > 6;
  }
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

// First what is seen; a page that is not is drawn when it is opened, or when nothing else is to do.
const undrawn = new Set();
let later = 0;
function show() {
  for (const page of model.pages) undrawn.add(page);
  if (form) tellFilters(asked());
  if (model.has_tabs) drawPage(pageOpen());
  else drawAll();
  drawLater();
}

function drawPage(page) {
  if (!undrawn.delete(page)) return;
  const filters = form && asked();
  for (const chart of page.charts) draw(chart, filters);
  if (page.slug === "calls" && calls.isStale) showCalls();
}

function drawLater() {
  clearTimeout(later);
  const [next] = undrawn;
  if (next) later = setTimeout(() => {
    drawPage(next);
    drawLater();
  }, 20);
}

function drawAll() {
  for (const page of undrawn) drawPage(page);
}

function draw(chart, filters) {
  const { card, title, note, folded } = chart;
  const heading = element(folded ? "summary" : "h3", { textContent: title });
  const inside = folded ? element("details", { open: folded === "open" }, heading) : card;
  card.replaceChildren(folded ? inside : heading);
  if (chart.kind !== "Scorecard" && note) inside.append(element("p", { className: "note", textContent: note }));
  (drawers[chart.kind] || plotted)(chart, answer(chart, filters), inside);
  const mark = form && ignored(chart, filters);
  if (mark) heading.after(mark);
}

// A section is not named as its address, so that the browser does not scroll past the filters.
function open() {
  if (!model.has_tabs) return;
  const slug = sheetAsked();
  for (const section of document.querySelectorAll("section")) section.classList.toggle("open", section.id === `sheet-${slug}`);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${slug}`) {
      link.ariaCurrent = "page";
      // On a phone the links are wider than the page.
      link.scrollIntoView({ block: "nearest", inline: "center" });
    } else link.removeAttribute("aria-current");
  }
  document.body.dataset.sheet = slug;
  drawPage(pageOpen());
  scrollTo(0, 0);
}

// The first screen has a part for each campus; one of them is seen.
function chooseScope() {
  const scope = document.getElementById("scope");
  scope?.addEventListener("change", () => {
    for (const part of document.querySelectorAll(".first")) part.hidden = part.dataset.campus !== scope.value;
  });
}

function status() {
  if (!model.status) return;
  const { as_of, newest_load, rows_set_aside, rows_in_files, rows_worth_a_look } = model.status;
  const place = document.getElementById("status");
  const parts = [
    say("As of {day}", { day: written(as_of, "Date") }),
    say("newest load {day}", { day: written(newest_load, "Date") }),
    rows_in_files
      ? say("rows not used: {rows} of {all} ({share})", { rows: number(rows_set_aside), all: number(rows_in_files), share: percent(rows_set_aside / rows_in_files) })
      : say("rows not used: {rows}", { rows: number(rows_set_aside) }),
  ];
  if (rows_worth_a_look) parts.push(say("rows worth a look: {rows}", { rows: number(rows_worth_a_look) }));
  place.append(parts.join(" · "));
  // On paper each page is on its own; the first one has the header.
  for (const heading of [...document.querySelectorAll(".heading")].slice(1)) {
    heading.append(element("p", { className: "status printed", textContent: place.textContent }));
  }
}

addEventListener("beforeprint", () => {
  drawAll();
  if (calls) showCalls(Infinity);
});
addEventListener("hashchange", () => {
  open();
  if (addressed().chosen.size) {
    restore();
    show();
  } else if (model.has_tabs) tellAddress();
});
// Bars are drawn for a card's width. A phone also resizes when its address bar hides.
let [width, waiting] = [innerWidth, 0];
addEventListener("resize", () => {
  if (!model.has_tabs || innerWidth === width) return;
  width = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(show, 200);
});
status();
build();
open();
if (form) prepareFilters();
if (calls) buildCalls();
prepareBehind();
chooseScope();
restore();
show();
if (model.has_tabs) for (const event of ["change", "input", "reset"]) addEventListener(event, () => setTimeout(tellAddress));
