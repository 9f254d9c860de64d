// What the page was told, how values are written, and what of it the filters ask for.
const model = JSON.parse(document.getElementById("model").textContent);
const form = document.getElementById("filters");
const newest = `${model.status.as_of.slice(0, 7)}-01`;
const oldest = monthsBack(newest, model.months);
const views = new Map();

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
