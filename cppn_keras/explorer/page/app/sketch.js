// Draw a digit: what the network sees of it, and what it makes of that, while the pen moves.
"use strict";

const PEN_WIDTH = 0.075; // width of the pen, as a part of the side
const ENLARGED = 104; // pixels a side of the enlargements beside each other

class Sketch {
  constructor(explorer) {
    this.explorer = explorer;
    this.canvas = byId("sketch");
    this.strokes = []; // of points {x, y} in 0..1
    this.waiting = false;
  }

  pointOf(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  begin(event) {
    this.strokes.push([this.pointOf(event)]);
    this.changed();
  }

  extend(event) {
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const one of all.length ? all : [event]) this.strokes.at(-1).push(this.pointOf(one));
    this.changed();
  }

  undo() {
    this.strokes.pop();
    this.changed();
  }

  clear() {
    this.strokes = [];
    this.changed();
  }

  // At most once a frame, however fast the pen is.
  changed() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
      this.see();
    });
  }

  draw() {
    const { width, height } = this.canvas;
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    Object.assign(context, { lineWidth: PEN_WIDTH * width, lineCap: "round", lineJoin: "round" });
    context.strokeStyle = "#fff";
    for (const [first, ...rest] of this.strokes) {
      context.beginPath();
      context.moveTo(first.x * width, first.y * height);
      for (const { x, y } of rest.length ? rest : [first]) context.lineTo(x * width, y * height);
      context.stroke();
    }
    for (const button of ["sketch-undo", "sketch-clear"]) {
      byId(button).disabled = !this.strokes.length;
    }
  }

  see() {
    const { model, miniatures } = this.explorer;
    const { height, width } = model;
    const pixels = digitPicture(this.strokes, height, width);
    byId("seen").hidden = !pixels;
    if (!pixels) return;
    putOn(byId("sketch-pixels"), pictureOf(pixels, height, width, 1));
    const large = bicubic(pixels, height, width, 1, ENLARGED, ENLARGED);
    putOn(byId("sketch-bicubic"), pictureOf(large, ENLARGED, ENLARGED, 1));
    const z = encode(model.encoder, pixels);
    this.explorer.morphTo(z, "sketch");
    const { samples } = model;
    miniatures.drawOn(byId("sketch-reconstruction"), { z }, { width, height, samples });
    miniatures.drawOn(byId("sketch-network"), { z }, {
      width: ENLARGED,
      height: ENLARGED,
      samples,
    });
  }
}

function setUpSketch(explorer) {
  const { model } = explorer;
  if (!model.encoder || model.channels !== 1) return;
  byId("sketch-panel").hidden = false;
  byId("seen").hidden = true;
  const letters = model.labels.some((label) => label > 9);
  byId("sketch-title").textContent = letters ? "Draw a digit or a letter" : "Draw a digit";
  const sketch = new Sketch(explorer);
  const { canvas } = sketch;
  let pointer = null; // one pen at a time
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || pointer !== null) return;
    event.preventDefault();
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    sketch.begin(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) sketch.extend(event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  byId("sketch-undo").onclick = () => sketch.undo();
  byId("sketch-clear").onclick = () => sketch.clear();
}
