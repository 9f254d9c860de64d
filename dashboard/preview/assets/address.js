// The address says which page is seen and what is chosen there, so that a view can be sent.
function addressed() {
  const [slug, query = ""] = location.hash.slice(1).split("?");
  return { slug, chosen: new URLSearchParams(query) };
}

// The page that is asked for, else the first.
function pageOpen() {
  const { slug } = addressed();
  return model.pages.find((page) => page.slug === slug) ?? model.pages[0];
}

const sheetAsked = () => pageOpen().slug;

// What has a name; what is ticked off and noted of a person is none of it.
const kept = () => [...document.querySelectorAll("#filters select, #scope, #call-list select, #call-list input")].filter(({ name }) => name);

function unchosen(control) {
  if (control.tagName !== "SELECT") return "";
  return ([...control.options].find((option) => option.defaultSelected) || control.options[0]).value;
}

function tellAddress() {
  const chosen = new URLSearchParams(kept().filter((control) => control.value !== unchosen(control)).map(({ name, value }) => [name, value]));
  const query = chosen.size ? `?${chosen}` : "";
  history.replaceState(null, "", `#${sheetAsked()}${query}`);
}

// What an address names and the page does not know is left out.
function restore() {
  const { chosen } = addressed();
  for (const control of kept()) {
    const value = chosen.get(control.name);
    const isKnown = control.tagName !== "SELECT" || [...control.options].some((option) => option.value === value);
    if (value !== null && isKnown) control.value = value;
  }
  document.getElementById("scope")?.dispatchEvent(new Event("change"));
  if (calls) calls.isStale = true;
}
