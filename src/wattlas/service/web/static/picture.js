"use strict";
// A result as a picture: its sentence, its figures, and the bars of their ranges.
const WIDTH = 720, MARGIN = 24, ROW = 92, LINE = 22, SHARP = 2;

async function picture(result, name) {
  const style = getComputedStyle(document.body);
  const cards = [...(result.querySelector(".bars, .cards")?.children ?? [])];
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.font = `16px ${style.fontFamily}`;
  const sentence = result.querySelector(".answer")?.textContent ?? "";
  const lines = broken(pen, sentence, WIDTH - 2 * MARGIN);
  const top = 62 + LINE * lines.length + 18;
  canvas.width = WIDTH * SHARP;
  canvas.height = (top + ROW * cards.length) * SHARP;
  pen.scale(SHARP, SHARP);
  pen.fillStyle = style.getPropertyValue("--paper");
  pen.fillRect(0, 0, WIDTH, canvas.height);
  write(pen, style, "Wattlas", 34, "13px", "--muted");
  lines.forEach((line, at) => write(pen, style, line, 62 + LINE * at, "16px", "--ink"));
  cards.forEach((card, at) => figure(pen, style, card, top + ROW * at));
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// Lines break after a word, or after a Chinese letter.
function broken(pen, text, width) {
  const pieces = text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [];
  const lines = [""];
  for (const piece of pieces) {
    const longer = lines.at(-1) + piece;
    if (pen.measureText(longer.trimEnd()).width <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

function write(pen, style, text, y, font, ink) {
  pen.font = `${font} ${style.fontFamily}`;
  pen.fillStyle = style.getPropertyValue(ink);
  pen.fillText(text, MARGIN, y, WIDTH - 2 * MARGIN);
}

function figure(pen, style, card, y) {
  write(pen, style, card.querySelector("dt").textContent, y, "13px", "--muted");
  const said = card.querySelector("dd").innerText.replace(/\s+/g, " ");
  write(pen, style, said, y + 24, "17px", "--ink");
  const [axis, span] = card.querySelectorAll("line");
  if (axis === undefined) return;
  line(pen, style, axis, y + 44, "--grid", 2, 1);
  line(pen, style, span, y + 44, "--link", 8, 0.45);
  pen.fillStyle = style.getPropertyValue("--link");
  pen.beginPath();
  pen.arc(place(card.querySelector("circle").getAttribute("cx")), y + 44, 6, 0, 7);
  pen.fill();
}

function line(pen, style, drawn, y, ink, thick, alpha) {
  pen.lineCap = "round";
  pen.globalAlpha = alpha;
  pen.strokeStyle = style.getPropertyValue(ink);
  pen.lineWidth = thick;
  pen.beginPath();
  pen.moveTo(place(drawn.getAttribute("x1")), y);
  pen.lineTo(place(drawn.getAttribute("x2")), y);
  pen.stroke();
  pen.globalAlpha = 1;
}

function place(value) {
  return MARGIN + (Number(value) / 320) * (WIDTH - 2 * MARGIN);
}
