"use strict";
// Sends files, shows how far a run is, and keeps the page as new as what is behind it.
const place = document.getElementById("served");
const drop = document.getElementById("drop");

const MOST_AT_ONCE = 3;
const made = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// One file, with its progress; resolves to why it was not taken, or nothing.
function send(file, onPart) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/files/${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-Changed", String(file.lastModified));
    request.upload.addEventListener("progress", (event) => onPart(event.loaded));
    request.addEventListener("load", () => {
      let said = "";
      if (request.status >= 300) {
        try {
          ({ said } = JSON.parse(request.responseText));
        } catch {
          said = request.responseText;
        }
      }
      resolve(said);
    });
    request.addEventListener("error", () => resolve(drop.dataset.lost));
    request.send(file);
  });
}

async function sendAll(files, leftOut) {
  const bar = document.getElementById("sent");
  const told = document.getElementById("told");
  const all = files.reduce((sum, { size }) => sum + size, 0) || 1;
  const sent = new Map();
  bar.hidden = false;
  told.replaceChildren(...leftOut.map((name) => made("li", { textContent: `${drop.dataset.inside} ${name}` })));
  let taken = 0;
  const waiting = [...files];
  const sender = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const why = await send(file, (part) => {
        sent.set(file, part);
        bar.value = [...sent.values()].reduce((sum, one) => sum + one, 0) / all;
      });
      if (why) told.append(made("li", { className: "unsaved", textContent: `${drop.dataset.late} ${file.name}: ${why}` }));
      else taken += 1;
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, sender));
  bar.hidden = true;
  // What was not taken stays to be read; else what was understood is shown.
  if (taken && !told.children.length) location.assign("/files");
  else if (taken) told.append(made("li", {}, made("a", { href: "/files", textContent: drop.dataset.next })));
}

// The files of a drop; of a folder those that lie in it, and the names of the folders inside.
async function dropped(items) {
  const [files, inside] = [[], []];
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));
  for (const entry of entries) {
    if (entry.isFile) files.push(await fileOf(entry));
    else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) break;
        for (const one of some) {
          if (one.isFile) files.push(await fileOf(one));
          else inside.push(one.name);
        }
      }
    }
  }
  return [files, inside];
}

const isOfTheSystem = ({ name }) => name.startsWith(".") || name.startsWith("~$") || name === "Thumbs.db" || name === "desktop.ini";
const wanted = (files) => [...files].filter((file) => !isOfTheSystem(file));

if (drop) {
  for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const [files, inside] = await dropped(event.dataTransfer.items);
    await sendAll(wanted(files), inside);
  });
  document.getElementById("pick-files").addEventListener("change", ({ target }) => sendAll(wanted(target.files), []));
  document.getElementById("pick-folder").addEventListener("change", ({ target }) => {
    const deep = (file) => file.webkitRelativePath.split("/").length > 2;
    const inside = new Set([...target.files].filter(deep).map((file) => file.webkitRelativePath.split("/")[1]));
    return sendAll(wanted([...target.files].filter((file) => !deep(file))), [...inside]);
  });
}

function showSteps(events) {
  const steps = document.getElementById("steps");
  let now = null;
  for (const event of events) {
    const line = event.step ? steps.querySelector(`[data-step="${CSS.escape(event.step)}"]`) : now;
    if (!line) continue;
    const how = line.querySelector(".how");
    if ("number" in event) {
      now?.classList.replace("now", "over");
      line.className = event.new ? "now" : "over";
      if (!event.new) how.textContent = steps.dataset.nothing;
      now = line;
    } else if ("code" in event) {
      line.className = "over";
      how.textContent = `${event.code ? "" : steps.dataset.done} ${steps.dataset.seconds.replace("{seconds}", event.seconds)}`;
    } else if ("stage" in event) {
      const share = event.total ? `${Math.round((100 * event.done) / event.total)} %` : "";
      how.textContent = [event.stage, share, event.note].filter(Boolean).join(" · ");
    }
  }
}

// Pages about the files are drawn again when these change; the figures are not, for somebody may be
// in the middle of them, and are told of.
let first = null;
let events = null;

function heed({ data }) {
  const told = JSON.parse(data);
  const { page } = place.dataset;
  if (page === "work") showSteps(told.steps);
  if (first && told.ticked !== first.ticked) document.dispatchEvent(new CustomEvent("ticked"));
  if (first && told.version !== first.version) {
    if (page === "work" && told.phase !== "working") location.assign("/done");
    else if (page === "files") location.reload();
    else if (page === "home" && told.phase !== first.phase && told.phase !== "working") document.getElementById("newer").hidden = false;
  }
  if (page === "files" && first?.reading && !told.reading) location.reload();
  first = told;
}

// A browser opens six connections to a page at most: a tab that nobody sees holds none.
function listen() {
  events?.close();
  events = document.hidden ? null : new EventSource("/events");
  events?.addEventListener("message", heed);
  // It was started again, and lets nobody in who came before; of a pause it tries again by itself.
  events?.addEventListener("error", ({ target }) => {
    if (target.readyState === EventSource.CLOSED) document.getElementById("gone").hidden = false;
  });
}

if (place) {
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
}
