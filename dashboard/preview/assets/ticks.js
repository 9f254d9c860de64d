// What came of a call, ticked off in the list and saved as a file that the next load reads; where an
// application serves the page it saves each at once, and shows those of others.
// They are kept while the tab is open, for a phone puts pages away and loads them again as it likes.
const address = calls.ticks.address;
const KEPT = `ticks of ${location.pathname}, ${model.status.as_of}`;
const before = keptTicks();
const ticked = new Map(before.ticked);
let { unsaved } = before;

function keptTicks() {
  if (address) return { ticked: [], unsaved: false };
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
    if (address) return;
    calls.saveTicks.disabled = !ticked.size;
    keepTicks(ticked.size > 0);
  };
  select.addEventListener("change", tick);
  text.addEventListener("input", tick);
  if (!address) return [select, text];
  const told = element("span", { className: "unsaved", role: "status" });
  const save = () => saveTick({ student_id: id, outcome: select.value, note: text.value.trim() }, told);
  for (const control of [select, text]) control.addEventListener("change", save);
  return [select, text, told];
}

// Saved, or told beside it why not.
async function saveTick(tick, told) {
  try {
    const answer = await fetch(address, { method: "POST", body: JSON.stringify(tick) });
    const said = await answer.json();
    told.textContent = answer.ok ? "" : `${calls.ticks.unsaved} ${said.said}`;
  } catch {
    told.textContent = calls.ticks.unsaved;
  }
}

async function readTicks() {
  const answer = await fetch(address);
  if (!answer.ok) return;
  ticked.clear();
  for (const { student_id: id, outcome, note } of await answer.json()) ticked.set(id, { outcome, note });
  // Not under somebody's hands.
  if (!calls.table.contains(document.activeElement)) showCalls(calls.seen);
}

function ticksToSave() {
  if (address) return [element("p", { className: "note told", textContent: calls.told })];
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
