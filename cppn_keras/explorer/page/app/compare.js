// Side by side on the large picture: the pixels of training size, or these enlarged by bicubic
// interpolation, at the left of a line that moves; the network at its right.
"use strict";

const BICUBIC_LARGEST = 520; // pixels along the shorter side; interpolation hides no more

class Compare {
  constructor(explorer) {
    this.explorer = explorer;
    this.canvas = byId("compared");
    this.kind = ""; // "pixels" or "bicubic"; empty while nothing is compared
    this.picture = null; // {width, height, pixels} of training size
  }

  async choose(kind) {
    this.kind = kind;
    this.canvas.hidden = byId("divider").hidden = !kind;
    await this.take();
  }

  // The pixels of the current code: what a refined code was fitted to, or drawn as in training.
  async take() {
    if (!this.kind) return;
    const { model, state, miniatures } = this.explorer;
    const fitted = state.delta && model.picture;
    const picture = fitted
      ? pictureOf(fitted.pixels, fitted.height, fitted.width, fitted.channels)
      : await miniatures.drawAsTrained("compare", state);
    if (!picture) return; // a newer one is coming
    this.picture = picture;
    this.saySize(picture);
    this.show();
  }

  saySize({ width, height }) {
    byId("compare-size").textContent = `${width} × ${height} pixels`;
  }

  show() {
    if (!this.kind || !this.picture) return;
    const large = byId("picture");
    const part = Math.min(1, BICUBIC_LARGEST / Math.min(large.width, large.height));
    const scale = this.kind === "bicubic" ? part : 1;
    this.canvas.width = Math.round(large.width * scale);
    this.canvas.height = Math.round(large.height * scale);
    const context = this.canvas.getContext("2d");
    context.imageSmoothingEnabled = false;
    const [left, top, width, height] = this.place();
    if (this.kind === "bicubic") {
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      context.drawImage(this.enlarged(), 0, 0);
    } else {
      const small = element("canvas");
      putOn(small, this.picture);
      context.drawImage(small, left, top, width, height);
    }
  }

  // Where the training picture lies on the canvas, in its pixels.
  place() {
    const { view } = this.explorer.state;
    const pitch = pitchOf({ canvas: this.canvas, view });
    const scale = pitchOf({ canvas: this.picture, view: WHOLE }) / pitch;
    const [width, height] = [this.picture.width * scale, this.picture.height * scale];
    const left = (this.canvas.width - width) / 2 - view.x / pitch;
    const top = (this.canvas.height - height) / 2 - view.y / pitch;
    return [left, top, width, height];
  }

  enlarged() {
    const { channels } = this.explorer.model;
    const { view } = this.explorer.state;
    const { width, height, pixels } = this.picture;
    const { width: W, height: H } = this.canvas;
    const floats = bicubic(floatsOf(pixels, channels), height, width, channels, H, W, view);
    const canvas = element("canvas");
    putOn(canvas, pictureOf(floats, H, W, channels));
    return canvas;
  }
}

function setUpDivider() {
  const divider = byId("divider");
  const frame = byId("frame");
  const move = (part) => {
    const at = Math.round(100 * Math.min(1, Math.max(0, part)));
    frame.style.setProperty("--at", `${at}%`);
    divider.setAttribute("aria-valuenow", at);
    divider.setAttribute("aria-valuetext", `${at} % of the width`);
  };
  const now = () => divider.getAttribute("aria-valuenow") / 100;
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
  });
  divider.addEventListener("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const box = frame.getBoundingClientRect();
    move((event.clientX - box.left) / box.width);
  });
  divider.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) move(now() + PAD_STEP * (arrow[0] - arrow[1]));
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(1);
    else return;
    event.preventDefault();
  });
  move(0.5);
}

function setUpCompare(explorer) {
  const compare = new Compare(explorer);
  const { model } = explorer;
  if (model.kind === "art") {
    byId("compare-panel").hidden = true;
    return;
  }
  compare.saySize(model.picture || model);
  for (const radio of byId("compare").querySelectorAll("input")) {
    radio.addEventListener("change", () => compare.choose(radio.value));
  }
  explorer.onChange((kind) => (kind === "code" ? compare.take() : compare.show()));
  setUpDivider();
}
