// What came of a call, ticked off in the list and saved as a file that the next load reads.
// They are kept while the tab is open, for a phone puts pages away and loads them again as it likes.
const KEPT = `ticks of ${location.pathname}, ${model.status.as_of}`;
const before = keptTicks();
const ticked = new Map(before.ticked);
let { unsaved } = before;

function keptTicks() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? { ticked: [], unsaved: false };
  } catch {
    // Some browsers keep nothing for a file.
    return { ticked: [], unsaved: false };
  }
}

function keepTicks(areUnsaved) {
  unsaved = areUnsaved;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ticked: [...ticked], unsaved }));
  } catch {
    // As above: then they are lost with the page, which asks before it is left.
  }
}

function tickControls(row) {
  const [id, name] = row;
  const kept = ticked.get(id) ?? { outcome: "", note: "" };
  const { outcomes, outcome, note } = calls.ticks;
  const label = outcome.replace("{name}", () => name ?? id);
  const select = element("select", { ariaLabel: label }, element("option", { value: "", textContent: "–" }),
    ...outcomes.map(([value, textContent]) => element("option", { value, textContent, selected: value === kept.outcome })));
  const text = element("input", { type: "text", ariaLabel: `${note}: ${name ?? id}`, placeholder: note, value: kept.note, hidden: !kept.outcome });
  const tick = () => {
    if (select.value) ticked.set(id, { outcome: select.value, note: text.value.trim() });
    else ticked.delete(id);
    text.hidden = !select.value;
    calls.saveTicks.disabled = !ticked.size;
    keepTicks(ticked.size > 0);
  };
  select.addEventListener("change", tick);
  text.addEventListener("input", tick);
  return [select, text];
}

function ticksToSave() {
  calls.saveTicks = element("button", { type: "button", textContent: calls.ticks.save, disabled: !ticked.size });
  calls.saveTicks.addEventListener("click", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const rows = [...ticked].map(([id, { outcome, note }]) => [id, day, outcome, note]);
    saveFile(csvText(calls.ticks.columns.map((label) => ({ label })), rows, ","), `calls-${day}.csv`);
    keepTicks(false);
  });
  return [element("p", { className: "note told", textContent: calls.told }),
    element("div", { className: "filters to-save" }, calls.saveTicks, element("span", { className: "note", textContent: calls.ticks.how }))];
}

// Whoever leaves the page is asked, where ticks would be lost.
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
