// The network in plain JavaScript, in 64 bit: slower than a graphics chip, and 29 bits finer.
"use strict";

const POINTS = 64; // computed together

// What evaluation needs, made once for a program.
function prepared(program) {
  if (!program.doubles) {
    const most = Math.max(...program.layers.flatMap(({ inputs, units }) => [inputs, units]));
    Object.defineProperty(program, "doubles", {
      value: {
        weights: Float64Array.from(program.weights),
        buffers: [0, 1].map(() => new Float64Array(4 * most * POINTS)),
      },
    });
  }
  return program.doubles;
}

// What the first layer sees of each point: `h` (points, inputs), row by row.
function fillFeatures(program, weights, xs, ys, count, h) {
  const inputs = 4 * program.layers[0].inputs;
  const wide = 4 * program.features;
  for (let p = 0; p < count; p++) {
    const x = xs[p] * program.scale;
    const y = ys[p] * program.scale;
    const row = p * inputs;
    h[row] = x;
    h[row + 1] = y;
    h[row + 2] = program.radius ? Math.sqrt(x * x + y * y) : 0;
    h[row + 3] = 0;
    for (let f = 0; f < wide; f++) {
      const at = 8 * (f >> 2) + (f & 3);
      const phase = x * weights[at] + y * weights[at + 4];
      h[row + 4 + f] = Math.sin(phase);
      h[row + 4 + wide + f] = Math.cos(phase);
    }
  }
}

// g = activation(h · W + b), for four outputs of one point at a time.
function applyLayer(layer, weights, h, g, count) {
  const inputs = 4 * layer.inputs;
  const units = 4 * layer.units;
  const act = ACTIVATIONS[layer.activation];
  for (let o = 0; o < layer.units; o++) {
    const start = 4 * layer.offset + o * 4 * (inputs + 1);
    for (let p = 0; p < count; p++) {
      let a = weights[start];
      let b = weights[start + 1];
      let c = weights[start + 2];
      let d = weights[start + 3];
      let w = start + 4;
      const row = p * inputs;
      for (let i = 0; i < inputs; i++, w += 4) {
        const value = h[row + i];
        a += weights[w] * value;
        b += weights[w + 1] * value;
        c += weights[w + 2] * value;
        d += weights[w + 3] * value;
      }
      const out = p * units + 4 * o;
      g[out] = act(a);
      g[out + 1] = act(b);
      g[out + 2] = act(c);
      g[out + 3] = act(d);
    }
  }
  if (layer.residual) for (let i = 0; i < units * count; i++) g[i] += h[i];
}

// Hue in turns, saturation and value -> the part of red (n = 5), green (3) or blue (1).
function fromHSV(turns, saturation, value, n) {
  const sixths = (((6 * turns + n) % 6) + 6) % 6;
  const distance = Math.min(Math.max(Math.min(sixths, 4 - sixths), 0), 1);
  return value - value * saturation * distance;
}

// The pre-activations of one point, g[at...], as red, green and blue in 0..1.
function toColour(program, g, at) {
  const act = ACTIVATIONS[program.output];
  let colour = [0, 1, 2].map((i) => act(g[at + (program.channels === 1 ? 0 : i)]));
  if (program.hsv) {
    const turns = g[at] / (2 * Math.PI);
    colour = [5, 3, 1].map((n) => fromHSV(turns, colour[1], colour[2], n));
  }
  return colour.map((value) => {
    if (program.steepness !== 1) {
      const ink = value ** program.steepness;
      value = ink / (ink + (1 - value) ** program.steepness);
    }
    return program.inverted ? 1 - value : value;
  });
}

// Colours of points: xs, ys (points) -> Float64Array (points · 3), red, green and blue in 0..1.
function coloursAt(program, xs, ys) {
  const { weights, buffers } = prepared(program);
  const colours = new Float64Array(3 * xs.length);
  for (let first = 0; first < xs.length; first += POINTS) {
    const count = Math.min(POINTS, xs.length - first);
    let [h, g] = buffers;
    fillFeatures(program, weights, xs.subarray(first), ys.subarray(first), count, h);
    for (const layer of program.layers) {
      applyLayer(layer, weights, h, g, count);
      [h, g] = [g, h];
    }
    const units = 4 * program.layers[program.layers.length - 1].units;
    for (let p = 0; p < count; p++) colours.set(toColour(program, h, p * units), 3 * (first + p));
  }
  return colours;
}

// Pixels of a part of a picture, RGBA, each the mean of n² samples. `part` is {left, top, width,
// height} in pixels of a picture of {width, height} pixels that shows `view`.
function pixelsByPoints(program, part, size, view, n) {
  const step = (2 * view.extent) / Math.min(size.width, size.height);
  const count = part.width * part.height;
  const xs = new Float64Array(count * n * n);
  const ys = new Float64Array(count * n * n);
  for (let i = 0, at = 0; i < count; i++) {
    const column = part.left + (i % part.width);
    const row = part.top + Math.floor(i / part.width);
    for (let s = 0; s < n * n; s++, at++) {
      xs[at] = view.x + (column + ((s % n) + 0.5) / n - size.width / 2) * step;
      ys[at] = view.y + (row + (Math.floor(s / n) + 0.5) / n - size.height / 2) * step;
    }
  }
  const colours = coloursAt(program, xs, ys);
  const pixels = new Uint8ClampedArray(4 * count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let s = 0; s < n * n; s++) sum += colours[3 * (i * n * n + s) + c];
      pixels[4 * i + c] = (255 * sum) / (n * n); // rounded and clipped by the array
    }
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
