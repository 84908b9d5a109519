"use strict";
// One input is moved; its results lie on lines between points that were computed.
const box = document.getElementById("what-if");
const data = JSON.parse(document.getElementById("what-if-data").textContent);
const sliders = [...box.querySelectorAll("input[type=range]")];
const cards = [...box.querySelectorAll(".cards > div")];
const told = document.getElementById("what-if-how");
const first = cards.map((card) => card.querySelector("dd").innerHTML);
const starts = sliders.map((slider) => slider.value);
const NEAR = 1e-9;

function shown(value) {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

function filled(sentence, low, high) {
  return sentence.replace("{low}", shown(low)).replace("{high}", shown(high));
}

function at(points, share) {
  const place = share * (points.length - 1);
  const left = Math.min(Math.floor(place), points.length - 2);
  return points[left].map((end, i) => end + (place - left) * (points[left + 1][i] - end));
}

function how(input, share) {
  const place = share * (input.values.length - 1);
  if (input.results.every((result) => result.exact)) return data.said.exact;
  if (Math.abs(place - Math.round(place)) < NEAR) return data.said.computed;
  const left = Math.floor(place);
  const names = cards.filter((card, i) => !input.results[i].exact)
    .map((card) => card.querySelector("dt").textContent);
  return filled(data.said.between, input.values[left], input.values[left + 1])
    .replace("{names}", names.join(", "));
}

function move(number) {
  const input = data.inputs[number];
  const share = Number(sliders[number].value);
  back(number);
  const value = input.values[0] + share * (input.values.at(-1) - input.values[0]);
  output(number).textContent = shown(value);
  cards.forEach((card, i) => {
    const [low, mid, high] = at(input.results[i].points, share);
    card.querySelector("b").textContent = shown(mid);
    const range = card.querySelector("span") ?? card.querySelector("dd").appendChild(document.createElement("span"));
    range.textContent = low < high ? filled(data.said.from, low, high) : "";
  });
  told.textContent = how(input, share);
}

function output(number) {
  return box.querySelector(`output[for="${sliders[number].id}"]`);
}

function back(but) {
  sliders.forEach((slider, i) => {
    if (i === but) return;
    slider.value = starts[i];
    output(i).textContent = output(i).dataset.value;
  });
}

sliders.forEach((slider, number) => slider.addEventListener("input", () => move(number)));
document.getElementById("what-if-back").addEventListener("click", () => {
  back(-1);
  cards.forEach((card, i) => { card.querySelector("dd").innerHTML = first[i]; });
  told.textContent = data.said.study;
});
