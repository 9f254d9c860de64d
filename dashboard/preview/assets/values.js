// What the page was told, how values are written, and how elements are made.
const model = JSON.parse(document.getElementById("model").textContent);
const packed = document.getElementById("packed");
if (packed) Object.assign(model, await unpacked(packed).json());
const views = new Map();
const calls = model.calls && { ...model.calls, rows: across(model.calls.values), sort: null, place: document.getElementById("call-list") };

const { code, direction, words, months: monthNames } = model.language;
const isRtl = direction === "rtl";

// A message in the reader's language; what is put into its {braces} is kept together, as a Latin name
// would turn what is beside it around.
function say(message, values = {}) {
  const apart = (value) => (isRtl ? `\u2068${value}\u2069` : value);
  return (words[message] ?? message).replace(/{(\w+)}/g, (_, name) => apart(values[name]));
}

const formats = [0, 1].map((places) =>
  new Intl.NumberFormat(code, { minimumFractionDigits: places, maximumFractionDigits: places, numberingSystem: "latn" }));
const number = (value, places = 0) => formats[places].format(value);
const percent = (share, places = 1) => model.language.percent.replace("{share}", number(share * 100, places));

function written(value, type, places = 0) {
  if (value === null || value === undefined) return "–";
  // Instead of a number that is not shown, a word may say so.
  if (typeof value === "string" && kindOf(type) === "number") return value;
  if (type === "Percent") return percent(value);
  if (type === "Number") return number(value, places);
  if (type !== "Date" && type !== "Year Month") return String(value);
  const [year, month, day] = String(value).split("-").map(Number);
  const inMonth = type === "Date" ? `${day === 1 ? model.language.first_day : day} ` : "";
  return `${inMonth}${monthNames[month - 1]} ${year}`;
}
// Vega takes a name that every object of JavaScript has for a group that is there; a drawing knows
// no direction but what its texts say themselves.
function forPlot(text) {
  const safe = text in Object.prototype ? `\u2060${text}` : text;
  return isRtl ? `\u2067${safe}\u2069` : safe;
}
const dayName = (day) => written(day, "Date");
const month = (day) => written(day, "Year Month");
const period = ([first, last]) => (first === last ? month(first) : `${month(first)} – ${month(last)}`);
const withSign = (value, places) => `${isRtl ? "\u200e" : ""}${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), places)}`;
const kindOf = (type) => (["Number", "Percent"].includes(type) ? "number" : ["Date", "Year Month"].includes(type) ? "date" : "");

// What an element holds packed, so that the page is small.
function unpacked({ textContent }) {
  const letters = atob(textContent);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

function across(columns) {
  return columns[0].map((_, at) => columns.map((values) => values[at]));
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}
