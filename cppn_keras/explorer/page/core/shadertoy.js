// The current picture as text for Shadertoy: its weights are constants of 24 bit in the shader.
//
// Graphics chips keep at most 4,096 groups of constants for a shader. What is more goes into
// buffers: tabs of their own, which write the weights into pixels for the last one to read.
"use strict";

const FOURS = 3840; // of weights in a tab: so many groups of constants
const TABS = ["A", "B", "C", "D"];

// The upper 24 bits of a 32-bit float, rounded.
function bits24(value) {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  return (bits + 128) >>> 8;
}

// `vec4 stored(int i)`: four of the weights, from constants.
function storedWeights(weights) {
  const groups = [];
  for (let i = 0; i < weights.length; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((j) => bits24(weights[i + j]));
    const words = [(a << 8) | (b >>> 16), (b << 16) | (c >>> 8), (c << 24) | d];
    groups.push(`uvec3(${words.map((word) => `0x${(word >>> 0).toString(16)}u`).join(",")})`);
  }
  return `const uvec3 STORED[${groups.length}] = uvec3[](
${groups.join(",\n")}
);

vec4 stored(int i) {  // four weights of 24 bit in three words
  uvec3 w = STORED[i];
  return uintBitsToFloat(uvec4(
    w.x & 0xffffff00u, w.x << 24 | w.y >> 16 << 8, w.y << 16 | w.z >> 24 << 8, w.z << 8));
}
`;
}

function bufferTab(name, weights) {
  return `// ===== Buffer ${name} =====
${storedWeights(weights)}
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
  int i = int(fragCoord.x) + int(fragCoord.y) * int(iResolution.x);
  fragColor = i < ${weights.length / 4} ? stored(i) : vec4(0.);
}
`;
}

// `vec4 weight(int i)` that reads what the buffers wrote.
function weightFromBuffers(count, each) {
  const lines = [];
  for (let t = 0; t < count; t++) {
    const at = t ? `(i - ${t * each})` : "i";
    const place = `ivec2(${at} % int(iResolution.x), ${at} / int(iResolution.x))`;
    const fetch = `return texelFetch(iChannel${t}, ${place}, 0);`;
    lines.push(t < count - 1 ? `  if (i < ${(t + 1) * each}) ${fetch}` : `  ${fetch}`);
  }
  return `vec4 weight(int i) {\n${lines.join("\n")}\n}\n`;
}

function imageTab(program, view, weight, how) {
  const [x, y, extent] = [view.x, view.y, view.extent].map(glslFloat);
  return `// ===== Image =====
// A picture drawn by a neural network that says the colour of any point, from cppn_keras.
${how.map((line) => `// ${line}`).join("\n")}
#define ZERO min(0, iFrame)  // keeps loops from being unrolled

${weight}${glslNetwork(program)}
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
  vec2 middle = fragCoord - .5 * iResolution.xy;
  vec2 p = vec2(middle.x, -middle.y) * 2. * ${extent} / min(iResolution.x, iResolution.y);
  fragColor = vec4(network(vec2(${x}, ${y}) + p), 1.);
}
`;
}

// program and view -> [{name, text}]: the tabs, "Buffer A" ... and "Image".
function shadertoyTabs(program, view) {
  const { weights } = program;
  const count = Math.ceil(weights.length / 4 / FOURS);
  if (count === 1) {
    const weight = `${storedWeights(weights)}\nvec4 weight(int i) { return stored(i); }\n`;
    const how = ["Paste it into the tab Image of a new shader on shadertoy.com."];
    return [{ name: "Image", text: imageTab(program, view, weight, how) }];
  }
  if (count > TABS.length) {
    throw new Error("This network has more weights than Shadertoy's buffers hold.");
  }
  const names = TABS.slice(0, count);
  const how = [
    `On shadertoy.com add Buffer ${names.join(", Buffer ")} with the tabs above, paste this one`,
    `into Image, and there choose ${names.map((n, t) => `Buffer ${n} as iChannel${t}`).join(", ")}.`,
  ];
  const tabs = names.map((name, t) => ({
    name: `Buffer ${name}`,
    text: bufferTab(name, weights.slice(4 * t * FOURS, 4 * (t + 1) * FOURS)),
  }));
  const weight = weightFromBuffers(count, FOURS);
  return [...tabs, { name: "Image", text: imageTab(program, view, weight, how) }];
}
