// How long a frame takes, beside a plain loop of the same products on the same device.
"use strict";

const FRAME = 512; // pixels a side

// A shader that makes as many products for a pixel as the network does, and nothing else.
function loopSource(products) {
  return `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D weights;
uniform vec2 corner;
uniform float pixel;
uniform int samples, ZERO;
out vec4 result;
void main() {
  mat4 matrix = mat4(pixel);
  vec4 sum = vec4(corner, gl_FragCoord.xy);
  for (int i = ZERO; i < ${Math.ceil(products / 16)}; i++) sum = matrix * sum + corner.x;
  result = sum * float(samples) + texelFetch(weights, ivec2(0), 0);
}
`;
}

// The same in plain JavaScript, for `count` points: milliseconds.
function loopByScript(products, count) {
  const values = Float64Array.from({ length: 1024 }, (_, i) => i / 1024);
  const before = performance.now();
  let sum = 0;
  for (let p = 0; p < count; p++) {
    for (let done = 0; done < products; done += 1024) {
      for (let i = 0; i < 1024; i++) sum += values[i] * values[1023 - i];
    }
  }
  const ms = performance.now() - before;
  return sum === 0 ? 0 : ms; // the sum is used, so that nobody leaves the loop out
}

// Milliseconds of a frame drawn by an engine in one way, in the tiles that it would take.
async function frameTime(engine, program, way) {
  const job = { width: FRAME, height: FRAME, view: { x: 0, y: 0, extent: 1 }, coarse: false };
  const forced = way === "javascript" ? { ...job, force: way } : job;
  while (way === "webgl2" && engine.choose(program, job) !== way) {
    if (!engine.chip) return null;
    await breathe(); // its shader is being compiled
  }
  const small = { ...forced, width: 32, height: 32 };
  await engine.draw(program, small, () => {}); // so that its speed is known
  const before = performance.now();
  await engine.draw(program, forced, () => {});
  return performance.now() - before;
}

// Milliseconds of the plain loop for a frame, measured on the tiles of an eighth of it.
async function loopTime(engine, program, way) {
  const products = productsOf(program);
  const part = 8;
  if (way === "javascript") return part * loopByScript(products, FRAME ** 2 / part);
  const plain = { ...program };
  Object.defineProperty(plain, "source", { value: loopSource(products) });
  const job = { width: FRAME, height: FRAME / part, view: { x: 0, y: 0, extent: 1 } };
  while (engine.choose(plain, job) !== way) await breathe();
  const before = performance.now();
  await engine.draw(plain, job, () => {});
  return part * (performance.now() - before);
}

// Measures one way and tells of it in a line; null where the way is not there.
async function benchmark(program, way) {
  const engine = new Engine();
  if (way === "webgl2" && !engine.chip) return null;
  const frame = await frameTime(engine, program, way);
  if (frame === null) return null;
  const loop = await loopTime(engine, program, way);
  const seconds = (ms) => (ms / 1000).toFixed(ms < 10000 ? 2 : 1);
  const share = (frame / loop).toFixed(2);
  return {
    frame,
    loop,
    text:
      `${way === "webgl2" ? "WebGL2" : "JavaScript"}: ${FRAME} × ${FRAME} pixels in ` +
      `${seconds(frame)} s, ${share} times a plain loop of the same products ` +
      `(${seconds(loop)} s)`,
  };
}
