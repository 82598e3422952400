// A picture's own network: what depends on z alone is computed here, once.
//
// FiLM scales and shifts the units of each layer by amounts that depend on z. Folded into weights
// and biases they cost nothing at a point. The weights of all layers lie in one array of groups of
// four, as the shader reads them: for every four outputs their biases, then for every input its
// four weights. Numbers of units are rounded up to multiples of four; what is added has weight 0.
"use strict";

const ACTIVATIONS = {
  linear: (x) => x,
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : 0),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  sine: Math.sin,
  absolute: Math.abs,
  square_root: (x) => Math.sqrt(Math.max(Math.abs(x), 1e-6)),
  gaussian: (x) => Math.exp(-x * x),
  half_sine: (x) => 0.5 * Math.sin(x) + 0.5,
  contour: (x) => Math.sqrt(2 / (1 + Math.exp(2 * Math.abs(x)))),
};

const fours = (n) => Math.ceil(n / 4);

// vector (inputs) · kernel (inputs, units) + bias, in 64 bit.
function dense(vector, { kernel, bias }, activation = "linear") {
  const [inputs, units] = kernel.shape;
  const sums = Float64Array.from(bias.values);
  for (let i = 0; i < inputs; i++) {
    const value = vector[i];
    for (let u = 0; u < units; u++) sums[u] += value * kernel.values[i * units + u];
  }
  return activation === "linear" ? sums : sums.map(ACTIVATIONS[activation]);
}

// z -> the scales and shifts of all layers, one after the other; empty without FiLM.
function modulationsOf(network, z) {
  if (!network.style.length) return new Float64Array(0);
  let style = z;
  for (const layer of network.style) style = dense(style, layer, layer.activation);
  const parts = network.layers.map((layer) => Array.from(dense(style, layer.film)));
  return Float64Array.from(parts.flat());
}

// The kernel and bias of layer k for one picture: {kernel, bias} as plain arrays of 64 bit.
function foldLayer(network, k, z, modulations, at) {
  const { kernel, bias } = network.layers[k];
  const units = kernel.shape[1];
  if (!network.style.length) {
    const share = k === 0 ? dense(z.map((value) => value * network.scale), network.from_z) : null;
    return { kernel: kernel.values, bias: share || bias.values };
  }
  const folded = new Float64Array(kernel.values.length);
  for (let i = 0; i < folded.length; i += units) {
    for (let u = 0; u < units; u++) folded[i + u] = kernel.values[i + u] * (1 + modulations[at + u]);
  }
  const shifted = new Float64Array(units);
  for (let u = 0; u < units; u++) {
    shifted[u] = bias.values[u] * (1 + modulations[at + u]) + modulations[at + units + u];
  }
  return { kernel: folded, bias: shifted };
}

// Where each row of the first kernel goes: x, y and r take the first four places; sines and cosines
// begin at multiples of four.
function firstRows(network) {
  const axes = network.radius ? 3 : 2;
  const features = network.frequencies ? network.frequencies.shape[1] : 0;
  const rows = [...Array(axes).keys()];
  for (let f = 0; f < features; f++) rows.push(4 + f);
  for (let f = 0; f < features; f++) rows.push(4 + 4 * fours(features) + f);
  return { rows, inputs: 4 + 8 * fours(features) };
}

// Appends a layer to `parts` in groups of four; returns what the shader must know of it.
function packLayer(parts, kernel, bias, rows, inputs, units) {
  const step = 4 * (inputs + 1); // numbers for four outputs
  const offset = parts.reduce((sum, part) => sum + part.length, 0) / 4;
  const out = new Float32Array(fours(units) * step);
  for (let u = 0; u < units; u++) {
    const block = Math.floor(u / 4) * step + (u % 4);
    out[block] = bias[u];
    for (let i = 0; i < rows.length; i++) out[block + 4 * (rows[i] + 1)] = kernel[i * units + u];
  }
  parts.push(out);
  return { inputs: inputs / 4, units: fours(units), offset };
}

// Arrays, one after the other.
function concatenated(parts) {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// z, and what is added to its modulations (for a refined code) -> the program of one picture.
function fold(network, z, delta = null) {
  const modulations = modulationsOf(network, z);
  if (delta) delta.forEach((value, i) => (modulations[i] += value));
  const numbers = [];
  const features = network.frequencies ? network.frequencies.shape[1] : 0;
  for (let f = 0; f < 4 * fours(features); f += 4) {
    for (const axis of [0, 1]) {
      for (let i = f; i < f + 4; i++) {
        const known = i < features ? network.frequencies.values[axis * features + i] : 0;
        numbers.push(Math.PI * known);
      }
    }
  }
  const parts = [Float32Array.from(numbers)];
  let { rows, inputs } = firstRows(network);
  let at = 0;
  const layers = network.layers.map((layer, k) => {
    const units = layer.kernel.shape[1];
    const { kernel, bias } = foldLayer(network, k, z, modulations, at);
    const packed = packLayer(parts, kernel, bias, rows, inputs, units);
    at += 2 * units;
    rows = [...Array(units).keys()];
    inputs = 4 * fours(units);
    return { ...packed, activation: layer.activation, residual: layer.residual };
  });
  const { kernel, bias } = network.output;
  const last = packLayer(parts, kernel.values, bias.values, rows, inputs, kernel.shape[1]);
  layers.push({ ...last, activation: "linear", residual: false });
  return {
    weights: concatenated(parts),
    layers,
    features: fours(features),
    scale: network.scale,
    radius: network.radius,
    channels: kernel.shape[1],
    hsv: network.hsv,
    output: network.output.activation,
    steepness: delta ? network.steepness : 1,
    inverted: network.inverted,
  };
}

// How many products of two numbers a point costs.
function productsOf(program) {
  const phases = 8 * program.features;
  return program.layers.reduce((sum, { inputs, units }) => sum + 16 * inputs * units, phases);
}
