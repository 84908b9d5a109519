"use strict";
// One form, one result: what is put in is asked again, and the address keeps it.
const page = document.body.dataset.page;
const form = document.getElementById("asked");
const result = document.getElementById("result");
const said = document.getElementById("said");
const WAIT_MS = 120;
let asked = null;
let waiting = 0;
let dragging = false, moved = false;

function query() {
  const pairs = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    if (value.trim() !== "") pairs.append(name, value);
  }
  return pairs;
}

function put(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const open = [...result.querySelectorAll("details")].map((one) => one.open);
  result.replaceChildren(...parsed.body.childNodes);
  result.querySelectorAll("details").forEach((one, at) => { one.open = open[at] ?? false; });
  defaults();
}

// What stands for an input that is left empty shows in it, and where its slider is.
function defaults() {
  const list = result.querySelector("[data-defaults]");
  const known = list === null ? {} : JSON.parse(list.dataset.defaults);
  for (const input of form.querySelectorAll("input[data-default]")) {
    const [range, middle, source] = known[input.name] ?? [input.dataset.default, null, ""];
    input.placeholder = source ? `${range}  (${source})` : range;
    const slider = form.querySelector(`.slider[data-for="${CSS.escape(input.id)}"]`);
    if (slider !== null && middle !== null && input.value.trim() === "") {
      slider.value = slider.dataset.by === "factors" ? Math.log10(middle) : middle;
    }
  }
}

async function ask(moving = false) {
  asked?.abort();
  const mine = asked = new AbortController();
  const pairs = query();
  result.classList.add("waiting");
  try {
    const found = await fetch(`/${page}/result?${pairs}${moving ? "&moved=true" : ""}`, { signal: mine.signal });
    const text = await found.text();
    if (mine.signal.aborted) return;
    if (found.headers.get("content-type").startsWith("application/problem")) {
      tell(JSON.parse(text).detail);
    } else {
      put(text);
      mark(result.querySelector(".problem") !== null);
      const line = result.querySelector(".answer, .problem, h2");
      said.textContent = line ? line.textContent : "";
    }
    history.replaceState(null, "", `/${page}?${pairs}`);
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(document.body.dataset.failed);
  }
  result.classList.remove("waiting");
}

function tell(sentence) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  box.className = "problem";
  box.setAttribute("role", "alert");
  line.textContent = sentence;
  box.append(line);
  result.replaceChildren(box);
}

function mark(isWrong) {
  for (const one of form.querySelectorAll(".control.wrong")) one.classList.remove("wrong");
  const name = result.querySelector(".problem")?.dataset.field;
  if (isWrong && name) form.elements[name]?.closest?.(".control")?.classList.add("wrong");
}

// A slider holds the number itself, or its logarithm, and writes it with three digits.
function written(slider) {
  const value = Number(slider.value);
  const number = slider.dataset.by === "factors" ? 10 ** value : value;
  return String(Number(number.toPrecision(3)));
}

function follow(input) {
  const slider = form.querySelector(`.slider[data-for="${CSS.escape(input.id)}"]`);
  const value = Number(input.value);
  if (slider === null || input.value.trim() === "" || Number.isNaN(value)) return;
  slider.value = slider.dataset.by === "factors" ? Math.log10(value) : value;
}

// What is typed is asked when the hand rests.
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(), WAIT_MS);
}

// What is dragged moves the result all the while: the next is asked when one is there.
// Charts, which take longer, come when the hand rests.
async function drag() {
  if (dragging) { moved = true; return; }
  dragging = true;
  do {
    moved = false;
    await ask(true);
  } while (moved);
  dragging = false;
  if (form.dataset.charts) later();
}

async function share() {
  const address = `${location.origin}/${page}?${query()}`;
  history.replaceState(null, "", address);
  await navigator.clipboard?.writeText(address).catch(() => {});
  said.textContent = document.body.dataset.copied;
  document.getElementById("share").textContent = document.body.dataset.copied;
}

form.addEventListener("input", (event) => {
  const input = event.target;
  if (input.matches(".slider")) {
    document.getElementById(input.dataset.for).value = written(input);
    drag();
  } else {
    follow(input);
    if (page !== "plan") later();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (page === "plan") begin(); else ask();
});
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("#share, #picture, [data-to]");
  if (pressed === null) return;
  if (pressed.id === "share") share();
  else if (pressed.id === "picture") picture(result, `wattlas-${page}.png`);
  else {
    const input = document.getElementById(`in-${pressed.dataset.to}`);
    const folded = input?.closest("details");
    if (folded) folded.open = true;
    input?.focus();
  }
});
// A file of a model or a machine is read here, and stands in its field on one line:
// the address holds all of it. What it says is judged by the server.
function oneLine(text, kind) {
  const whole = text.trim();
  if (whole.startsWith("{") && whole.endsWith("}")) return whole.replace(/\s*\n\s*/g, " ");
  if (kind !== "machine") throw new SyntaxError();
  const lines = whole.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trimEnd()).filter(Boolean);
  const pairs = lines.map((line) => line.match(/^(\w+):\s+(.+)$/));
  if (pairs.length === 0 || pairs.includes(null)) throw new SyntaxError();
  return `{${pairs.map(([, name, value]) => `${name}: ${/^["']/.test(value) || !/[,{}[\]]/.test(value) ? value : JSON.stringify(value)}`).join(", ")}}`;
}

async function take(file, input) {
  try {
    input.value = oneLine(await file.text(), chooser(input).dataset.kind);
  } catch {
    return tell(chooser(input).dataset.wrong);
  }
  ask();
}

function chooser(input) {
  return form.querySelector(`input[type=file][data-for="${CSS.escape(input.id)}"]`);
}

for (const one of form.querySelectorAll("input[type=file]")) {
  const input = document.getElementById(one.dataset.for);
  const control = one.closest(".control");
  one.closest("[hidden]").hidden = false;
  one.addEventListener("change", () => { if (one.files.length > 0) take(one.files[0], input); });
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!text.trim().includes("\n")) return;
    event.preventDefault();
    take(new Blob([text]), input);
  });
  control.addEventListener("dragover", (event) => { event.preventDefault(); control.classList.add("over"); });
  control.addEventListener("dragleave", () => control.classList.remove("over"));
  control.addEventListener("drop", (event) => {
    event.preventDefault();
    control.classList.remove("over");
    if (event.dataTransfer.files.length > 0) take(event.dataTransfer.files[0], input);
  });
}
for (const input of form.querySelectorAll("input:not([type])")) follow(input);
defaults();

// On a phone the names of the pages stand in one line, which begins where one is.
const here = document.querySelector(".top [aria-current]");
const bar = here?.closest("ul");
if (bar) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - 16;

// Plans: begun, followed, cancelled, shown.
const POLL_MS = 1000;

async function begin() {
  const given = {};
  for (const [name, value] of query()) {
    if (name === "language") continue;
    given[name] = value === "true" ? true : name === "pareto" ? Number(value) : value;
  }
  const found = await fetch(`/api/v1/plan?language=${document.documentElement.lang.slice(0, 2)}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(given),
  });
  const told = await found.json();
  if (found.status === 202) poll(); else tell(told.detail);
}

async function poll() {
  const box = document.getElementById("jobs");
  if (box === null) return;
  const code = document.documentElement.lang.slice(0, 2);
  const found = await fetch(`/api/v1/plan?language=${code}`);
  if (!found.ok) return;
  const { jobs } = await found.json();
  box.replaceChildren(...jobs.map((job) => shown(job, box)));
  const newest = jobs.find((job) => job.state === "done" || job.state === "failed");
  if (newest && result.dataset.job !== newest.id) {
    result.dataset.job = newest.id;
    if (newest.state === "failed") tell(newest.problem.detail);
    else {
      put(await (await fetch(`/plan/${newest.id}/result?language=${code}`)).text());
      result.querySelectorAll(".hours").forEach(hours);
    }
  }
  if (jobs.some((job) => job.state === "running")) setTimeout(poll, POLL_MS);
}

function shown(job, box) {
  const item = document.createElement("li");
  const head = document.createElement("strong");
  head.textContent = `${box.dataset[job.state]} · ${job.seconds.toFixed(0)} s`;
  const steps = document.createElement("ol");
  for (const step of job.progress) {
    const line = document.createElement("li");
    line.textContent = `${step.said} (${step.at_s.toFixed(0)} s)`;
    steps.append(line);
  }
  item.append(head, steps);
  if (job.state === "running") {
    const stop = document.createElement("button");
    stop.type = "button";
    stop.textContent = box.dataset.cancel;
    stop.addEventListener("click", async () => {
      await fetch(`/api/v1/plan/${job.id}`, { method: "DELETE" });
      poll();
    });
    item.append(stop);
  }
  return item;
}

for (const button of document.querySelectorAll(".example")) {
  button.addEventListener("click", () => {
    form.elements.study.value = button.dataset.text;
    form.elements.study.focus();
  });
}
if (page === "plan") poll();

// Watts of now, again and again while the page is seen.
const LIVE_MS = 5000;
const live = document.getElementById("live");

async function watch() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const pairs = new URLSearchParams({ zone, language: document.documentElement.lang.slice(0, 2) });
  if (!document.hidden) {
    const found = await fetch(`/measure/live?${pairs}`).catch(() => null);
    if (found?.ok) {
      const parsed = new DOMParser().parseFromString(await found.text(), "text/html");
      live.replaceChildren(...parsed.body.childNodes);
    }
  }
  setTimeout(watch, LIVE_MS);
}
if (live !== null) watch();
