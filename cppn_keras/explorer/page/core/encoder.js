// The encoder: a picture -> the mean of its code. Pictures and layers are (height, width, channels).
"use strict";

// Convolution with padding "same", as TensorFlow pads: more at the end where it is uneven.
function convolve({ shape: [height, width, channels], values }, { kernel, bias, stride }) {
  const [side, across, , filters] = kernel.shape;
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  const above = Math.max((rows - 1) * stride + side - height, 0) >> 1;
  const before = Math.max((columns - 1) * stride + across - width, 0) >> 1;
  const out = new Float64Array(rows * columns * filters);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = (row * columns + column) * filters;
      for (let f = 0; f < filters; f++) out[place + f] = bias.values[f];
      for (let i = 0; i < side * across; i++) {
        const y = row * stride - above + Math.floor(i / across);
        const x = column * stride - before + (i % across);
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        for (let c = 0; c < channels; c++) {
          const value = values[(y * width + x) * channels + c];
          if (value === 0) continue;
          const weights = (i * channels + c) * filters;
          for (let f = 0; f < filters; f++) out[place + f] += value * kernel.values[weights + f];
        }
      }
    }
  }
  return { shape: [rows, columns, filters], values: out };
}

// The means of squares of `size` x `size` pixels.
function averagePool({ shape: [height, width, channels], values }, size) {
  const rows = Math.floor(height / size);
  const columns = Math.floor(width / size);
  const out = new Float64Array(rows * columns * channels);
  for (let row = 0; row < rows * size; row++) {
    for (let column = 0; column < columns * size; column++) {
      const to = (Math.floor(row / size) * columns + Math.floor(column / size)) * channels;
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) out[to + c] += values[from + c] / (size * size);
    }
  }
  return { shape: [rows, columns, channels], values: out };
}

function activate(values, name, slope) {
  if (name === "leaky_relu") return values.map((x) => (x > 0 ? x : slope * x));
  return name === "linear" ? values : values.map(ACTIVATIONS[name]);
}

// A picture, height · width · channels numbers in 0..1 -> its code, Float32Array (latent).
function encode(encoder, pixels) {
  let image = { shape: encoder.shape, values: pixels };
  for (const layer of encoder.layers) {
    if (layer.kind === "pool") image = averagePool(image, layer.size);
    else if (layer.kind === "convolution") image = convolve(image, layer);
    else if (layer.kind === "dense") {
      image = { shape: [layer.bias.shape[0]], values: dense(image.values, layer) };
    }
    if (layer.activation) {
      image = { ...image, values: activate(image.values, layer.activation, layer.slope) };
    }
  }
  return Float32Array.from(image.values);
}
