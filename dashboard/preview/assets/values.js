// What the page was told, how values are written, and how elements are made.
const model = JSON.parse(document.getElementById("model").textContent);
const views = new Map();

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const formats = [0, 1].map((places) =>
  new Intl.NumberFormat("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places }));
const number = (value, places = 0) => formats[places].format(value);

function written(value, type, places = 0) {
  if (value === null || value === undefined) return "–";
  // Instead of a number that is not shown, a word may say so.
  if (typeof value === "string" && kindOf(type) === "number") return value;
  if (type === "Percent") return `${number(value * 100, 1)}%`;
  if (type === "Number") return number(value, places);
  if (type !== "Date" && type !== "Year Month") return String(value);
  const [year, month, day] = String(value).split("-").map(Number);
  return `${type === "Date" ? `${day} ` : ""}${monthNames[month - 1]} ${year}`;
}
// Vega takes a name that every object of JavaScript has for a group that is there.
const forPlot = (text) => (text in Object.prototype ? `\u2060${text}` : text);
const days = new Intl.DateTimeFormat(model.language.code, { dateStyle: "medium", timeZone: "UTC", numberingSystem: "latn" });
const dayName = (day) => days.format(new Date(`${day}T00:00Z`));
const month = (day) => written(day, "Year Month");
const period = ([first, last]) => (first === last ? month(first) : `${month(first)} – ${month(last)}`);
const withSign = (value, places) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), places)}`;
const kindOf = (type) => (["Number", "Percent"].includes(type) ? "number" : ["Date", "Year Month"].includes(type) ? "date" : "");

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}
