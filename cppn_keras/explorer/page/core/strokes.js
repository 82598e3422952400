// What somebody drew, as a picture like those of MNIST: in a box of 20 pixels, its centre of mass
// in the middle (LeCun et al. 1998). An encoder that has seen nothing else reads nothing else.
"use strict";

const BOX = 20; // pixels, of MNIST's 28
const PEN = 2.4; // width of its strokes, in the same pixels
const SIDE_OF_MIDDLE = 26; // of the 28, what networks here see

// Distance from (x, y) to the line from a to b.
function distanceTo(x, y, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length ? Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length)) : 0;
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

// Lines from each point of a stroke to its next; a dot is a line without length.
function linesOf(strokes) {
  return strokes.flatMap((stroke) =>
    stroke.length === 1
      ? [[stroke[0], stroke[0]]]
      : stroke.slice(1).map((point, i) => [stroke[i], point])
  );
}

// Ink of lines, height x width pixels: how much of each is within half a pen of one of them.
function inkOf(lines, height, width, pen) {
  const ink = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let nearest = Infinity;
      for (const [a, b] of lines) nearest = Math.min(nearest, distanceTo(x + 0.5, y + 0.5, a, b));
      ink[y * width + x] = Math.min(1, Math.max(0, 0.5 + pen / 2 - nearest));
    }
  }
  return ink;
}

// The centre of mass of ink, in pixels.
function massOf(ink, height, width) {
  let [sum, across, down] = [0, 0, 0];
  ink.forEach((value, i) => {
    sum += value;
    across += value * ((i % width) + 0.5);
    down += value * (Math.floor(i / width) + 0.5);
  });
  return { x: across / sum, y: down / sum };
}

// Strokes [[{x, y}, ...], ...] in any unit -> Float32Array height · width in 0..1; null without any.
function digitPicture(strokes, height = SIDE_OF_MIDDLE, width = SIDE_OF_MIDDLE) {
  const lines = linesOf(strokes.filter((stroke) => stroke.length));
  if (!lines.length) return null;
  const points = lines.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const unit = Math.min(height, width) / SIDE_OF_MIDDLE;
  const pen = PEN * unit;
  const scale = (BOX * unit - pen) / Math.max(right - left, bottom - top, 1e-9);
  const fits = right - left + (bottom - top) > 0 ? scale : 0;
  const place = (by) => ({ x, y }) => ({
    x: (x - (left + right) / 2) * fits + width / 2 + by.x,
    y: (y - (top + bottom) / 2) * fits + height / 2 + by.y,
  });
  const at = (by) => lines.map((line) => line.map(place(by)));
  const mass = massOf(inkOf(at({ x: 0, y: 0 }), height, width, pen), height, width);
  return inkOf(at({ x: width / 2 - mass.x, y: height / 2 - mass.y }), height, width, pen);
}
