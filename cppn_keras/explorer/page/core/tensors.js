// Numbers of the model: base64 in the page, arrays here.
"use strict";

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// {shape, data} of 32-bit floats, or {shape, data, scale} of 16-bit integers, one scale for each
// column (index along the last axis) -> {shape, values: Float32Array}.
function readTensor(tensor) {
  if (!tensor) return null;
  const { shape, data, scale } = tensor;
  const bytes = bytesOf(data).buffer; // little-endian, as every machine with a browser is
  if (!scale) return { shape, values: new Float32Array(bytes) };
  const integers = new Int16Array(bytes);
  const scales = new Float32Array(bytesOf(scale).buffer);
  const values = new Float32Array(integers.length);
  for (let i = 0; i < values.length; i++) values[i] = integers[i] * scales[i % scales.length];
  return { shape, values };
}

const isTensor = (part) => part && typeof part === "object" && typeof part.data === "string";

// The same structure with every tensor in it read.
function readTensors(part) {
  if (isTensor(part)) return readTensor(part);
  if (Array.isArray(part)) return part.map(readTensors);
  if (!part || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, readTensors(value)]));
}

// What `export.py` wrote -> the model that the page works with.
function readModel(json) {
  const model = readTensors(json);
  const valuesOf = (tensor) => (tensor ? tensor.values : null);
  const digits = {};
  for (const [label, z] of Object.entries(model.digits)) digits[label] = valuesOf(z);
  return {
    ...model,
    digits,
    directions: model.directions.map((found) => ({ ...found, step: valuesOf(found.step) })),
    start: {
      z: valuesOf(model.start.z),
      delta: valuesOf(model.start.delta),
      samples: model.start.samples,
    },
    picture: model.picture && { ...model.picture, pixels: valuesOf(model.picture.pixels) },
  };
}
