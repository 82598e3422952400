// Bicubic interpolation (Keys 1981, a = -1/2), the ordinary way to enlarge a picture.
"use strict";

// Weight of a pixel at a distance, in pixels.
function keys(distance) {
  const t = Math.abs(distance);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

// Which four pixels, and how much of each, make every one of `count` places on a line; places are
// `from + i · step` in pixels, where 0.5 is the middle of the first. The border goes on outside.
function tapsOf(count, from, step, pixels) {
  return Array.from({ length: count }, (_, i) => {
    const place = from + i * step - 0.5;
    const first = Math.floor(place) - 1;
    return [0, 1, 2, 3].map((k) => ({
      at: Math.min(Math.max(first + k, 0), pixels - 1),
      share: keys(place - first - k),
    }));
  });
}

// A picture (height, width, channels) seen through a view, at H x W pixels: Float32Array in 0..1.
function bicubic(pixels, height, width, channels, H, W, view = { x: 0, y: 0, extent: 1 }) {
  const scale = Math.min(height, width) / 2; // pixels for each unit of the plane
  const step = (2 * view.extent * scale) / Math.min(H, W);
  const across = tapsOf(W, view.x * scale + width / 2 + (0.5 - W / 2) * step, step, width);
  const down = tapsOf(H, view.y * scale + height / 2 + (0.5 - H / 2) * step, step, height);
  const rows = new Float32Array(height * W * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < W; x++) {
      for (const { at, share } of across[x]) {
        for (let c = 0; c < channels; c++) {
          rows[(y * W + x) * channels + c] += share * pixels[(y * width + at) * channels + c];
        }
      }
    }
  }
  const out = new Float32Array(H * W * channels);
  for (let y = 0; y < H; y++) {
    for (const { at, share } of down[y]) {
      for (let i = 0; i < W * channels; i++) {
        out[y * W * channels + i] += share * rows[at * W * channels + i];
      }
    }
  }
  return out.map((value) => Math.min(Math.max(value, 0), 1));
}
