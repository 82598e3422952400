// The current picture as text for Shadertoy: its weights are constants of 16 bit in the shader.
//
// Graphics chips keep at most 4,096 groups of constants for a shader. What is more goes into
// buffers: tabs of their own, which write the weights into pixels for the last one to read.
"use strict";

const GROUPS = 3584; // uvec4 constants in a tab: 8 weights each
const TABS = ["A", "B", "C", "D"];

// A number in 16 bit (IEEE 754 half precision, rounded to nearest).
function halfOf(value) {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.min(15, Math.floor(Math.log2(size)));
  const rounded = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | Math.min(((exponent + 15) << 10) + rounded, 0x7bff);
}

// `vec4 stored(int i)`: four of the weights, from constants.
function storedWeights(weights) {
  const groups = [];
  for (let i = 0; i < weights.length; i += 8) {
    const words = [0, 2, 4, 6].map((j) => {
      const [low, high] = [weights[i + j] || 0, weights[i + j + 1] || 0].map(halfOf);
      return `0x${(((high << 16) | low) >>> 0).toString(16)}u`;
    });
    groups.push(`uvec4(${words.join(",")})`);
  }
  return `const uvec4 STORED[${groups.length}] = uvec4[](
${groups.join(",\n")}
);

vec4 stored(int i) {  // two weights of 16 bit in each number
  uvec4 group = STORED[i >> 1];
  uvec2 words = (i & 1) == 0 ? group.xy : group.zw;
  return vec4(unpackHalf2x16(words.x), unpackHalf2x16(words.y));
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
  const whole = new Float32Array(8 * Math.ceil(program.weights.length / 8));
  whole.set(program.weights);
  const each = 8 * GROUPS;
  const count = Math.ceil(whole.length / each);
  if (count === 1) {
    const weight = `${storedWeights(whole)}\nvec4 weight(int i) { return stored(i); }\n`;
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
    text: bufferTab(name, whole.slice(t * each, (t + 1) * each)),
  }));
  const weight = weightFromBuffers(count, each / 4);
  return [...tabs, { name: "Image", text: imageTab(program, view, weight, how) }];
}

// All tabs as one text, to be copied.
function shadertoy(program, view) {
  return shadertoyTabs(program, view).map(({ text }) => text).join("\n");
}
