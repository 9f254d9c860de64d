// The call list of the private page: sorted, searched and narrowed here, and saved as it is seen.
// A cell as a spreadsheet opens it safely: what begins like a formula begins with an apostrophe.
function csvCell(value) {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// What a spreadsheet expects between two cells: a comma, or where numbers have one a semicolon.
const LISTED = model.language.numbers.decimal === "," ? ";" : ",";

function csvText(columns, rows, between) {
  const lines = [columns.map(({ label }) => label), ...rows].map((cells) => cells.map(csvCell).join(between));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

const folded = (text) => String(text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function calledFor() {
  const wanted = folded(calls.search.value.trim());
  const chosen = calls.selects.map((select, i) => [calls.filters[i].column, select.value]);
  const rows = calls.rows.filter((row) =>
    chosen.every(([at, value]) => !value || row[at] === value) && (!wanted || row.some((value) => folded(value).includes(wanted))));
  if (!calls.sort) return rows;
  const { at, way } = calls.sort;
  return [...rows].sort((one, other) => order(one[at], other[at], way));
}

// A number as a link that a telephone dials, and to WhatsApp where it has a country code; nothing else becomes a link.
function phoneLinks(phone, name) {
  if (!/^\+?\d{6,15}$/.test(phone)) return [phone];
  const link = (href, textContent, words) => element("a", { href, textContent, ariaLabel: words.replace("{name}", () => name), rel: "noreferrer" });
  const dialled = link(`tel:${phone}`, phone, calls.words.call);
  dialled.dir = "ltr";
  return phone.startsWith("+") ? [dialled, " ", link(`https://wa.me/${phone.slice(1)}`, "WhatsApp", calls.words.message)] : [dialled];
}

function callCell(value, kind, i, row) {
  const made = filledCell(value, kind, i, row);
  // On a phone each cell says what it is.
  made.dataset.label = calls.words.label.replace("{label}", () => calls.columns[i].label);
  return made;
}

function filledCell(value, kind, i, row) {
  if (kind === "tick") return element("td", { className: "tick" }, ...tickControls(row));
  if (kind === "phone" && value !== null) return element("td", { className: "phone" }, ...phoneLinks(value, row[1] ?? row[0]));
  const text = kind === "day" ? (value === null ? "–" : dayName(value)) : kind === "number" ? number(value) : value ?? "–";
  return element(i === 0 ? "th" : "td", { textContent: text, className: kind === "number" ? "number" : kind === "day" ? "date" : "", ...(i === 0 && { scope: "row" }) });
}

// So many rows are drawn at once: of thousands a phone would take a minute.
const AT_ONCE = 300;

function showCalls(seen = AT_ONCE) {
  const rows = calledFor();
  calls.isStale = false;
  calls.seen = Math.min(seen, rows.length);
  const head = calls.columns.map(({ label, kind }, at) => {
    const way = calls.sort?.at === at ? calls.sort.way : 0;
    const button = element("button", { type: "button", className: "sort", title: calls.words.sort, textContent: `${label}${way ? (way > 0 ? " ▲" : " ▼") : ""}` });
    button.addEventListener("click", () => {
      calls.sort = { at, way: way > 0 ? -1 : 1 };
      showCalls();
      calls.place.querySelectorAll("button.sort")[at].focus();
    });
    return element("th", { scope: "col", className: kind === "number" ? "number" : "", ariaSort: way ? (way > 0 ? "ascending" : "descending") : "none" }, button);
  });
  const body = rows.slice(0, seen).map((row) => element("tr", {}, ...row.map((value, i) => callCell(value, calls.columns[i].kind, i, row))));
  calls.table.replaceChildren(element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
  calls.count.textContent = rows.length ? calls.words.shown.replace("{shown}", number(rows.length)).replace("{all}", number(calls.rows.length)) : calls.words.none;
  calls.more.hidden = calls.seen === rows.length;
  calls.more.textContent = say("Show {count} more", { count: number(Math.min(AT_ONCE, rows.length - calls.seen)) });
}

function saveFile(text, name) {
  const file = new Blob([text], { type: "text/csv;charset=utf-8" });
  const link = element("a", { href: URL.createObjectURL(file), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

// Not the name of a file that the loader takes for one of calls made.
function saveCalls() {
  const kept = calls.columns.flatMap(({ kind }, at) => (kind === "tick" ? [] : [at]));
  saveFile(csvText(kept.map((at) => calls.columns[at]), calledFor().map((row) => kept.map((at) => row[at])), LISTED), "call-list.csv");
}

function buildCalls() {
  calls.search = element("input", { type: "search", name: "search" });
  calls.selects = calls.filters.map(({ column, all }) => element("select", { name: `calls-${column}` }, element("option", { value: "", textContent: all }),
    ...[...new Set(calls.rows.map((row) => row[column]).filter((value) => value !== null))].sort().map((value) => element("option", { textContent: value }))));
  const save = element("button", { type: "button", textContent: calls.words.save });
  save.addEventListener("click", saveCalls);
  calls.count = element("p", { className: "note", role: "status" });
  calls.more = element("button", { type: "button", className: "more" });
  calls.more.addEventListener("click", () => showCalls(calls.seen + AT_ONCE));
  calls.table = element("table", { className: "calls" });
  for (const control of [calls.search, ...calls.selects]) control.addEventListener("input", () => showCalls());
  calls.place.append(
    element("div", { className: "filters" }, element("label", { textContent: calls.words.search }, calls.search),
      ...calls.selects.map((select, i) => element("label", { textContent: calls.filters[i].label }, select)), save),
    ...ticksToSave(), calls.count, scrolling(calls.place.dataset.title, calls.table), calls.more);
  if (!address) return;
  document.addEventListener("ticked", readTicks);
  readTicks();
}
