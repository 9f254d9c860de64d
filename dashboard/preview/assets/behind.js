// The rows behind a number of the private page, in a window of their own.
const behindWindow = document.getElementById("behind");

// Which rows of a book a number was counted from: tests are [field, value, whether it must be so].
function rowsBehind({ book, tests, period, months }) {
  const { fields, size } = model.books[book];
  const passing = tests.map(([field, value, wanted]) => {
    const { values, codes } = fields[field];
    const code = values.indexOf(value);
    return (row) => (codes[row] === code) === wanted;
  });
  if (period && months) {
    const { values, codes } = fields[period];
    const inside = values.map((day) => day !== null && day >= months[0] && day <= months[1]);
    passing.push((row) => inside[codes[row]]);
  }
  return [...Array(size).keys()].filter((row) => passing.every((test) => test(row)));
}

// What a chart's number is made of under the filters; null where its rows are not in this page.
function behindChart(chart, keys, months) {
  if (!chart.behind) return null;
  const { book, only, period } = chart.behind;
  const { fields } = model.books[book];
  const chosen = Object.entries(asked().choices).filter(([field, choice]) => choice && fields[field]);
  const tests = [...only, ...keys.map((key, i) => [chart.behind.keys[i], key, true]), ...chosen.map(([field, choice]) => [field, choice, true])];
  return { book, tests, period, months };
}

function openBehind(title, of) {
  const { columns: known, fields, size, all } = model.books[of.book];
  // Beside a student is the name.
  const columns = known.flatMap((column) => (column.type === "Student" ? [column, { ...column, label: say("Name"), isName: true }] : [column]));
  const rows = rowsBehind(of).map((row) => columns.map(({ field, isName }) => {
    const value = fields[field].values[fields[field].codes[row]];
    return isName ? model.names[value] : value;
  }));
  const sums = columns.map(({ label, type }, i) => type === "Number" && say("{what}: {number}", { what: label, number: number(rows.reduce((sum, row) => sum + (row[i] ?? 0), 0)) }));
  const notes = [say("Rows: {count}", { count: number(rows.length) }), ...sums.filter(Boolean)];
  if (all > size) notes.push(say("This page carries the newest {count} of {all} rows.", { count: number(size), all: number(all) }));
  const close = element("button", { type: "button", textContent: say("Close") });
  close.addEventListener("click", () => behindWindow.close());
  behindWindow.replaceChildren(element("div", { className: "heading" }, element("h2", { id: "behind-title", textContent: title }), close),
    element("p", { className: "note", textContent: notes.join(" · ") }), scrolling(title, table(columns, rows)));
  behindWindow.showModal();
}

// A number that opens its rows, or the number alone where it has none.
function openable(text, title, of) {
  if (!of) return text;
  const button = element("button", { type: "button", className: "number-behind", textContent: text, title: say("Show the rows") });
  button.addEventListener("click", () => openBehind(title, of));
  return button;
}

function prepareBehind() {
  for (const button of document.querySelectorAll("[data-behind]")) {
    button.addEventListener("click", () => openBehind(button.dataset.title, JSON.parse(button.dataset.behind)));
  }
}
