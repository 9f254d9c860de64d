// The page: its cards, drawn anew whenever a filter changes, and what stands above them.
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
  // On paper each page stands alone; the first one has the header.
  for (const heading of [...document.querySelectorAll(".heading")].slice(1)) {
    heading.append(element("p", { className: "status printed", textContent: place.textContent }));
  }
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
// Bars are drawn for a card's width. A phone also resizes when its address bar hides.
let [width, waiting] = [innerWidth, 0];
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(show, 200);
});
status();
build();
open();
show();
