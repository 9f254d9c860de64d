// The filters: what they can be set to, what is asked for, and which figures answer that.
// A page without them, such as the data report or what is shared, has no `form`.
const form = document.getElementById("filters");
const newest = form && `${model.status.as_of.slice(0, 7)}-01`;
const oldest = form && oldestMonth();

// The first month that any chart has rows in; an earlier one cannot be chosen.
function oldestMonth() {
  const limit = monthsBack(newest, model.months);
  const seen = model.cubes.filter(({ period: at }) => at !== null).flatMap(({ period: at, dimensions }) => dimensions[at].values);
  return seen.filter((day) => day >= limit).sort()[0] || newest;
}

function prepareFilters() {
  for (const [name, chosen] of [["from", oldest], ["to", newest]]) {
    form.elements[name].append(...monthsBetween(oldest, newest).map((day) =>
      element("option", { value: day, textContent: month(day), selected: day === chosen, defaultSelected: day === chosen })));
  }
  for (const { field, choices } of model.controls) {
    const control = form.elements[field];
    control.options[0].defaultSelected = true;
    const others = model.cubes.some((cube) => field in cube.controls && cube.dimensions[cube.controls[field]].values.includes(model.other));
    const offered = others && !choices.includes(model.other) ? [...choices, model.other] : choices;
    control.append(...offered.map((choice) => element("option", { value: choice, textContent: choice })));
  }
  form.addEventListener("change", ({ target }) => {
    const { from, to } = form.elements;
    if (from.value > to.value) (target === from ? to : from).value = target.value;
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
}

function asked() {
  const choices = Object.fromEntries(model.controls.map(({ field }) => [field, form.elements[field].value]));
  return { choices, from: form.elements.from.value, to: form.elements.to.value };
}

// A chart's answer: the one that came ready, or its groups in the months it looks at, and, where it
// compares, in the month before these.
function answer(chart, filters) {
  if (chart.answer) return { months: null, ...chart.answer };
  const cube = model.cubes[chart.cube];
  const grouped = (months) => sorted(chart, groups(chart, cube, filters.choices, months));
  const months = chartMonths(chart, cube, filters, model.status.last_full_month, newest);
  const all = cube.there && there(cube, filters.choices, months);
  if (!chart.compared) return { rows: grouped(months), months, all };
  const earlier = monthBefore(months[0]);
  return { rows: grouped(months), months, earlier, before: grouped([earlier, earlier]) };
}

// Says which of the filters a chart ignores, and why.
function ignored(chart, filters) {
  const cube = model.cubes[chart.cube];
  const names = model.controls
    .filter(({ field }) => filters.choices[field] && !(field in cube.controls))
    .map(({ everything }) => everything.toLowerCase());
  const narrowed = filters.from !== oldest || filters.to !== newest;
  if (narrowed && cube.period === null) names.push(say("all months"));
  return names.length ? element("span", { className: "unfiltered", textContent: say("shows {what}: {why}", { what: names.join(say(" and ")), why: chart.unfiltered }) }) : null;
}

function tellFilters(filters) {
  for (const select of form.querySelectorAll("select")) {
    select.classList.toggle("set", select.value !== [...select.options].find((option) => option.defaultSelected).value);
  }
  const chosen = model.controls.map(({ field, everything }) => filters.choices[field] || everything);
  document.getElementById("shown").textContent = say("Shown: {what}", { what: [...chosen, period([filters.from, filters.to])].join(" · ") });
}
