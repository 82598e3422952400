// The large picture: quick and coarse while something moves, in full when it rests.
//
// Every drawing leaves layers: its canvas, and the view that it shows. Seen through the view of
// now, layers lie on each other with the finest on top, so a moved picture stays on the screen, as
// sharp as it was, until it is drawn anew.
"use strict";

const BUDGET = 40; // milliseconds that a picture may take while something moves
const REST = 120; // milliseconds without a change, then the full picture is drawn
const LARGEST = 1040; // device pixels along the longer side
const SMALLEST = 20; // pixels along the shorter side, however slow the device
const FIRST_RATE = { webgl2: 20, javascript: 8 }; // pixels a millisecond, before any was measured

class Painter {
  constructor(explorer, canvas) {
    this.explorer = explorer;
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.layers = [];
    this.code = 0; // counts the changes of what is drawn
    this.rate = FIRST_RATE.javascript;
    this.running = false;
    this.waiting = []; // for the next picture
    this.drawer = new Drawer({
      onTile: (tile) => this.take(tile),
      onWay: (way, why) => this.wayChanged(way, why),
    });
  }

  start() {
    this.started = true;
    this.fit();
    new ResizeObserver(() => requestAnimationFrame(() => this.fit())).observe(
      this.canvas.parentElement
    );
    this.request();
  }

  // As many pixels as the screen has there, at most LARGEST a side.
  fit() {
    const ratio = this.explorer.model.kind === "art" ? 16 / 9 : 1;
    const device = this.canvas.parentElement.clientWidth * (window.devicePixelRatio || 1);
    const width = Math.max(SMALLEST, Math.min(LARGEST, Math.round(device)));
    const height = Math.round(width / ratio);
    if (width === this.canvas.width && height === this.canvas.height) return;
    Object.assign(this.canvas, { width, height });
    this.canvas.style.setProperty("--ratio", `${width} / ${height}`);
    this.compose();
    this.request();
    this.explorer.tell("view", "size");
  }

  codeChanged() {
    this.code++;
    this.program = null;
    this.request();
  }

  viewChanged() {
    this.compose();
    this.request();
  }

  wayChanged(way, why) {
    this.rate = FIRST_RATE[way];
    byId("way").textContent =
      way === "webgl2"
        ? "Drawn by the graphics chip (WebGL2)."
        : `Drawn in JavaScript, which is slower: ${why}.`;
  }

  request() {
    this.dirty = true;
    if (this.interrupt) this.interrupt();
    if (this.started && !this.running) this.run();
  }

  async run() {
    this.running = true;
    try {
      let complete = false;
      while (this.dirty || !complete) {
        if (this.dirty) {
          this.dirty = false;
          complete = await this.drawMoving();
          this.waiting.splice(0).forEach((resolve) => resolve());
          if (!this.dirty && !complete) await this.orInterrupted(delay(REST));
        } else {
          complete = await this.drawFull();
        }
      }
    } finally {
      this.running = false;
      this.waiting.splice(0).forEach((resolve) => resolve());
    }
  }

  // Resolves when what has changed is on the screen, coarse as it may be.
  moved() {
    return this.running ? new Promise((resolve) => this.waiting.push(resolve)) : null;
  }

  // Waits for the promise, or until something changes: then undefined.
  orInterrupted(promise) {
    const interrupted = new Promise((resolve) => (this.interrupt = () => resolve(undefined)));
    return Promise.race([promise, interrupted]).finally(() => (this.interrupt = null));
  }

  // As large as the budget allows; true where that was the full picture.
  async drawMoving() {
    const { width, height } = this.canvas;
    const part = Math.sqrt((this.rate * BUDGET) / (width * height));
    const shorter = Math.min(width, height);
    const wanted = part > 0.7 ? shorter : Math.max(SMALLEST, Math.round(part * shorter));
    const pixels = Math.min(shorter, wanted); // along the shorter side
    const [w, h] = [width, height].map((side) => Math.ceil((side * pixels) / shorter));
    const result = await this.draw({ width: w, height: h, samples: 1, coarse: false });
    if (!result.finished) return false;
    this.rate = Math.sqrt((this.rate * w * h) / Math.max(1, result.ms));
    return pixels === shorter && supersampling(this.explorer.state.samples, this.canvas) === 1;
  }

  async drawFull() {
    const { width, height } = this.canvas;
    const { samples } = this.explorer.state;
    const result = await this.orInterrupted(this.draw({ width, height, samples, coarse: true }));
    return Boolean(result && result.finished);
  }

  async draw(job) {
    const { state, model } = this.explorer;
    this.program = this.program || fold(model.network, state.z, state.delta);
    this.drawn = { ...job, view: state.view, code: this.code, levels: new Map() };
    const result = await this.drawer.draw(this.program, { ...job, view: state.view });
    if (result.finished) this.compose();
    return result;
  }

  // A tile of the drawing that was asked for last.
  take(tile) {
    const { width, height } = tile.of;
    const { levels, code, view } = this.drawn;
    if (!levels.has(width)) {
      const canvas = element("canvas", { width, height });
      const missing = width * height; // pixels
      levels.set(width, { canvas, view, code, missing, drawing: this.drawn });
      this.layers.push(levels.get(width));
    }
    const layer = levels.get(width);
    layer.canvas.getContext("2d").putImageData(imageOf(tile), tile.left, tile.top);
    layer.missing -= tile.width * tile.height;
    if (!layer.missing) this.clearBelow(layer);
    this.composeSoon();
  }

  // Once a layer is complete, those of other codes go, and of earlier drawings all but the finest;
  // the full picture stays alone.
  clearBelow(complete) {
    const whole = this.layers.filter((layer) => layer.code === complete.code && !layer.missing);
    const finest = whole.reduce((a, b) => (pitchOf(b) <= pitchOf(a) ? b : a));
    const isFull = this.drawn.coarse && complete.canvas.width === this.drawn.width;
    this.layers = this.layers.filter((layer) =>
      isFull ? layer === complete : layer === finest || layer.drawing === this.drawn
    );
  }

  composeSoon() {
    if (this.composing) return;
    this.composing = true;
    requestAnimationFrame(() => {
      this.composing = false;
      this.compose();
    });
  }

  // All layers through the current view, older codes first, then from coarse to fine. A code shows
  // from its first complete layer on: else parts of two pictures would be side by side.
  compose() {
    const { width, height } = this.canvas;
    const { view } = this.explorer.state;
    const pitch = pitchOf({ canvas: this.canvas, view });
    const complete = new Set(this.layers.filter(({ missing }) => !missing).map(({ code }) => code));
    this.context.clearRect(0, 0, width, height);
    this.context.imageSmoothingQuality = "high";
    this.layers.sort((a, b) => a.code - b.code || pitchOf(b) - pitchOf(a));
    for (const layer of this.layers) {
      if (complete.size && !complete.has(layer.code)) continue;
      const scale = pitchOf(layer) / pitch;
      const [w, h] = [layer.canvas.width * scale, layer.canvas.height * scale];
      const left = (width - w) / 2 + (layer.view.x - view.x) / pitch;
      const top = (height - h) / 2 + (layer.view.y - view.y) / pitch;
      this.context.drawImage(layer.canvas, left, top, w, h);
    }
  }
}

// What one pixel spans of the plane.
const pitchOf = ({ canvas, view }) => (2 * view.extent) / Math.min(canvas.width, canvas.height);

const imageOf = ({ pixels, width, height }) => new ImageData(pixels, width, height);

const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
