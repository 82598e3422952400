// Small pictures beside the large one, drawn one after the other by a drawer of their own.
"use strict";

class Miniatures {
  constructor(model) {
    this.model = model;
    this.waiting = new Map(); // key -> what is to be drawn
    this.running = false;
  }

  // The whole picture of a code: {width, height, pixels: Uint8ClampedArray RGBA}. Only the newest
  // request of a key is drawn; an older one that still waits gives null.
  draw(key, { z, delta = null }, size) {
    if (this.waiting.has(key)) this.waiting.get(key).resolve(null);
    return new Promise((resolve, reject) => {
      this.waiting.set(key, { z, delta, size, resolve, reject });
      if (!this.running) this.run();
    });
  }

  // The picture as it was in training: of as many pixels, each the average over its area.
  drawAsTrained(key, code) {
    const { width, height, samples } = this.model;
    return this.draw(key, code, { width, height, samples });
  }

  async drawOn(canvas, code, size) {
    const picture = await this.draw(canvas, code, size);
    if (picture) putOn(canvas, picture);
  }

  async run() {
    this.running = true;
    while (this.waiting.size) {
      const [key, job] = this.waiting.entries().next().value;
      this.waiting.delete(key);
      try {
        job.resolve(await this.picture(job));
      } catch (error) {
        job.reject(error);
      }
    }
    this.running = false;
  }

  async picture({ z, delta, size }) {
    this.drawer = this.drawer || new Drawer({ onTile: (tile) => this.tiles.push(tile) });
    this.tiles = [];
    const program = fold(this.model.network, z, delta);
    await this.drawer.draw(program, { ...size, view: WHOLE, coarse: false });
    return joined(this.tiles, size);
  }
}

// Tiles -> one picture of that size.
function joined(tiles, { width, height }) {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (const tile of tiles) {
    for (let row = 0; row < tile.height; row++) {
      const line = tile.pixels.subarray(4 * row * tile.width, 4 * (row + 1) * tile.width);
      pixels.set(line, 4 * ((tile.top + row) * width + tile.left));
    }
  }
  return { width, height, pixels };
}

function putOn(canvas, picture) {
  Object.assign(canvas, { width: picture.width, height: picture.height });
  canvas.getContext("2d").putImageData(imageOf(picture), 0, 0);
}

// RGBA bytes -> Float32Array (height, width, channels) in 0..1
function floatsOf(pixels, channels) {
  const count = pixels.length / 4;
  return Float32Array.from({ length: count * channels }, (_, i) => {
    return pixels[4 * Math.floor(i / channels) + (i % channels)] / 255;
  });
}

// Float32Array (height, width, channels) in 0..1 -> a picture of RGBA bytes
function pictureOf(floats, height, width, channels) {
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = 255 * floats[i * channels + (c % channels)];
  }
  return { width, height, pixels };
}
