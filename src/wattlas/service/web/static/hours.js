"use strict";
// The hours of a plan: the year above, in days; a part of it, brushed, below in hours.
const DAY = 24, WIDE = 1000, YEAR_HIGH = 90, PART_HIGH = 260;
const SVG_NAME = "http://www.w3.org/2000/svg";

async function hours(box) {
  const found = await fetch(box.dataset.hours);
  if (!found.ok) return;
  const data = await found.json();
  const pick = (name) => box.querySelector(`.hours-${name}`);
  const its = { box, data, pick, lang: document.documentElement.lang };
  pick("site").replaceChildren(...data.sites.map((site) => new Option(site.name)));
  const days = Math.floor(data.sites[0].load_mw.length / DAY);
  pick("from").max = days - 1;
  pick("days").max = Math.min(60, days);
  for (const name of ["site", "from", "days"]) pick(name).addEventListener("input", () => show(its));
  brush(its, days);
  box.hidden = false;
  show(its);
}

// A pull over the year chooses the days between its ends.
function brush(its, days) {
  const year = its.pick("year");
  let begin = null;
  const at = (event) => {
    const box = year.getBoundingClientRect();
    return Math.min(days - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * days)));
  };
  const choose = (event) => {
    if (begin === null) return;
    const end = at(event);
    its.pick("from").value = Math.min(begin, end);
    its.pick("days").value = Math.max(Math.abs(end - begin), 1);
    show(its);
  };
  year.addEventListener("pointerdown", (event) => { begin = at(event); year.setPointerCapture(event.pointerId); });
  year.addEventListener("pointermove", choose);
  year.addEventListener("pointerup", (event) => { choose(event); begin = null; });
}

function show(its) {
  const { pick, data } = its;
  const site = data.sites[pick("site").selectedIndex];
  const from = Number(pick("from").value), count = Number(pick("days").value);
  const total = Math.floor(site.load_mw.length / DAY), begin = Math.min(from, total - count);
  const cut = (values) => values.slice(begin * DAY, (begin + count) * DAY);
  const part = { load_mw: cut(site.load_mw), parts: site.parts.map((one) => ({ ...one, power_mw: cut(one.power_mw) })) };
  const year = { load_mw: daily(site.load_mw), parts: site.parts.map((one) => ({ ...one, power_mw: daily(one.power_mw) })) };
  draw(pick("year"), year, YEAR_HIGH);
  pick("year").append(shape("rect", {
    x: begin / total * WIDE, width: count / total * WIDE, y: 0, height: YEAR_HIGH, class: "brushed",
  }));
  draw(pick("part"), part, PART_HIGH);
  say(its, part, begin, count);
}

function daily(values) {
  const found = [];
  for (let at = 0; at + DAY <= values.length; at += DAY) {
    found.push(values.slice(at, at + DAY).reduce((sum, value) => sum + value, 0) / DAY);
  }
  return found;
}

function draw(svg, drawn, high) {
  const count = drawn.load_mw.length, under = new Array(count).fill(0);
  const sums = drawn.load_mw.map((_, i) => drawn.parts.reduce((sum, one) => sum + one.power_mw[i], 0));
  const most = Math.max(...sums, ...drawn.load_mw) || 1;
  const x = (i) => (i / count * WIDE).toFixed(1), y = (value) => (high - value / most * high).toFixed(1);
  const steps = (values) => values.flatMap((value, i) => [`${x(i)},${y(value)}`, `${x(i + 1)},${y(value)}`]);
  const areas = drawn.parts.map((one) => {
    const low = steps(under).reverse();
    one.power_mw.forEach((value, i) => { under[i] += value; });
    return shape("polygon", { points: [...steps(under), ...low].join(" "), fill: one.colour });
  });
  const load = shape("polyline", { points: steps(drawn.load_mw).join(" "), class: "load" });
  svg.replaceChildren(...areas, load);
}

function shape(name, attributes) {
  const found = document.createElementNS(SVG_NAME, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  return found;
}

function say(its, part, begin, count) {
  const { pick, data, lang, box } = its;
  const date = (day) => new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" })
    .format(Date.UTC(data.year, 0, 1 + day));
  const digits = (value) => Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  const sum = (values) => values.reduce((whole, value) => whole + value, 0);
  const all = sum(part.parts.map((one) => sum(one.power_mw))) || 1;
  pick("said").textContent = box.dataset.said
    .replace("{begin}", date(begin)).replace("{end}", date(begin + count - 1))
    .replace("{mean}", digits(sum(part.load_mw) / part.load_mw.length))
    .replace("{most}", digits(Math.max(...part.load_mw)));
  pick("parts").replaceChildren(...part.parts.map((one) => {
    const item = document.createElement("li"), key = shape("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" });
    key.append(shape("rect", { width: 10, height: 10, fill: one.colour }));
    item.append(key, ` ${one.name} ${Math.round(100 * sum(one.power_mw) / all)} %`);
    return item;
  }));
}
