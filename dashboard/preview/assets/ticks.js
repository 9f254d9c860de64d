// What came of a call, ticked off in the list and saved as a file that the next load reads.
const ticked = new Map();
let unsaved = false;

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
    unsaved = ticked.size > 0;
  };
  select.addEventListener("change", tick);
  text.addEventListener("input", tick);
  return [select, text];
}

function ticksToSave() {
  calls.saveTicks = element("button", { type: "button", textContent: calls.ticks.save, disabled: true });
  calls.saveTicks.addEventListener("click", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const rows = [...ticked].map(([id, { outcome, note }]) => [id, day, outcome, note]);
    saveFile(csvText(calls.ticks.columns.map((label) => ({ label })), rows), `calls-${day}.csv`);
    unsaved = false;
  });
  return [element("p", { className: "note told", textContent: calls.told }),
    element("div", { className: "filters" }, calls.saveTicks, element("span", { className: "note", textContent: calls.ticks.how }))];
}

// Whoever leaves the page is asked, where ticks would be lost.
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
