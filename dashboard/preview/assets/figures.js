// Adds up the figures: rows of a cube that the filters let through → groups → formulas.
// Pure: nothing here touches the page. Months are written as the date of their first day.

function monthBefore(day) {
  const [year, month] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

function monthsBetween(first, last) {
  const months = [];
  for (let month = last; month >= first; month = monthBefore(month)) months.unshift(month);
  return months;
}

function monthsBack(last, count) {
  let month = last;
  for (let i = 1; i < count; i++) month = monthBefore(month);
  return month;
}

// The months a chart looks at, given those that were asked for: [first, last], or null for all.
function chartMonths(chart, cube, asked, lastFullMonth, newest) {
  if (cube.period === null) return null;
  if (chart.last_full_month) {
    const month = asked.to < lastFullMonth ? asked.to : lastFullMonth;
    return [month, month];
  }
  const first = monthsBack(newest, chart.months);
  return [asked.from > first ? asked.from : first, asked.to];
}

// Which rows of a cube the filters let through.
function passes(cube, choices, months) {
  const tests = [];
  for (const [field, at] of Object.entries(cube.controls)) {
    if (!choices[field]) continue;
    const { values, codes } = cube.dimensions[at];
    const wanted = values.indexOf(choices[field]);
    tests.push((row) => codes[row] === wanted);
  }
  if (months && cube.period !== null) {
    const { values, codes } = cube.dimensions[cube.period];
    const inside = values.map((day) => day !== null && day >= months[0] && day <= months[1]);
    tests.push((row) => inside[codes[row]]);
  }
  return (row) => tests.every((test) => test(row));
}

function combined(name, one, other) {
  if (other === null) return one;
  if (one === null) return other;
  if (name === "MIN") return other < one ? other : one;
  if (name === "MAX") return other > one ? other : one;
  return one + other;
}

// A formula over aggregated numbers; what is not known makes the whole unknown, as does ÷ 0.
function worth(formula, numbers) {
  if (typeof formula === "number") return formula;
  if (!Array.isArray(formula)) return numbers[formula.at];
  const [operator, left, right] = [formula[0], worth(formula[1], numbers), worth(formula[2], numbers)];
  if (left === null || right === null || (operator === "/" && right === 0)) return null;
  return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[operator];
}

// What a share is a share of: [part, whole], or null where the formula divides no sums.
function base(formula, numbers) {
  return Array.isArray(formula) && formula[0] === "/" ? formula.slice(1).map((side) => worth(side, numbers)) : null;
}

// The groups of a chart: [{keys: [value…], metrics: [value…], base, left_out}], unsorted.
function groups(chart, cube, choices, months) {
  const pass = passes(cube, choices, months);
  const found = new Map();
  for (let row = 0; row < cube.size; row++) {
    if (!pass(row)) continue;
    const codes = chart.dimensions.map(({ at }) => cube.dimensions[at].codes[row]);
    const key = codes.join();
    if (!found.has(key)) {
      const keys = chart.dimensions.map(({ at }, i) => cube.dimensions[at].values[codes[i]]);
      found.set(key, { keys, numbers: cube.functions.map((name) => (name === "COUNT" ? 0 : null)) });
    }
    const group = found.get(key);
    group.numbers = group.numbers.map((number, i) => combined(cube.functions[i], number, cube.aggregates[i][row]));
  }
  if (!chart.dimensions.length && !found.size) {
    found.set("", { keys: [], numbers: cube.functions.map((name) => (name === "COUNT" ? 0 : null)) });
  }
  return [...found.values()].map(({ keys, numbers }) => ({
    keys,
    metrics: chart.metrics.map(({ formula }) => worth(formula, numbers)),
    base: base(chart.metrics[0].formula, numbers),
    left_out: chart.left_out && worth(chart.left_out.formula, numbers),
  }));
}

// How many rows a list has under the filters, of which the cube carries the first ones.
function there(cube, choices, months) {
  const pass = passes(cube, choices, months);
  const cells = [...Object.values(cube.controls), ...(cube.period === null ? [] : [cube.period])];
  const counted = new Map();
  for (let row = 0; row < cube.size; row++) {
    if (pass(row)) counted.set(cells.map((at) => cube.dimensions[at].codes[row]).join(), cube.there[row]);
  }
  return [...counted.values()].reduce((sum, count) => sum + count, 0);
}

// Compares two values, unknown ones at one end whatever the direction.
function order(one, other, direction, unknown = "last") {
  if (one === null || other === null) return ((one === null) - (other === null)) * (unknown === "first" ? -1 : 1);
  const difference = typeof one === "number" ? one - other : String(one).localeCompare(String(other));
  return direction * difference;
}

function sorted(chart, rows) {
  const byTime = { by: chart.dimensions[0]?.name, order: "Ascending" };
  const { by, order: way, unknown } = chart.sort || byTime;
  const metric = chart.metrics.findIndex(({ name }) => name === by);
  const dimension = chart.dimensions.findIndex(({ name }) => name === by);
  const value = (row) => (metric >= 0 ? row.metrics[metric] : row.keys[dimension]);
  const direction = way === "Descending" ? -1 : 1;
  return [...rows].sort(
    (one, other) => order(value(one), value(other), direction, unknown) || order(one.keys[0], other.keys[0], 1),
  );
}

// A time series without holes: a month without rows counts nothing, which is 0 for a number.
function withoutHoles(chart, rows) {
  if (!rows.length || chart.dimensions[0].type !== "Year Month") return rows;
  const known = new Map(rows.map((row) => [row.keys[0], row]));
  const none = chart.metrics[0].type === "Number" ? 0 : null;
  return monthsBetween(rows[0].keys[0], rows[rows.length - 1].keys[0]).map(
    (month) => known.get(month) || { keys: [month], metrics: [none] },
  );
}
