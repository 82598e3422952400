// The network as a fragment shader: a CPPN is one, for it says the colour of one point.
//
// One text for WebGL2 and for Shadertoy; they differ in where `weight(i)` finds four numbers. Loops
// are not unrolled (a bound that only the running program knows prevents it): unrolled, compilers
// have taken half a minute over such a shader.
"use strict";

const GLSL_ACTIVATIONS = {
  linear: "x",
  tanh: "1. - 2. / (1. + exp(2. * x))",
  relu: "max(x, 0.)",
  leaky_relu: "max(x, .2 * x)",
  softplus: "max(x, 0.) + log(1. + exp(-abs(x)))",
  sigmoid: "1. / (1. + exp(-x))",
  sine: "sin(x)",
  absolute: "abs(x)",
  square_root: "sqrt(max(abs(x), 1e-6))",
  gaussian: "exp(-x * x)",
  half_sine: ".5 * sin(x) + .5",
  contour: "sqrt(2. / (1. + exp(2. * abs(x))))",
};

// A number that GLSL reads as float.
function glslFloat(value) {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.`;
}

// Colour of an output's pre-activations.
function glslColour(program) {
  const grey = program.channels === 1 ? "raw.xxx" : "raw.xyz";
  const output = GLSL_ACTIVATIONS[program.output].replace(/\bx\b/g, "v");
  const lines = [`  vec3 v = ${grey};`, `  v = ${output.replace("1. /", "vec3(1.) /")};`];
  if (program.hsv) {
    lines.push(
      "  vec3 sixths = mod(6. * raw.x / 6.28318530718 + vec3(5., 3., 1.), 6.);",
      "  v = v.z - v.z * v.y * clamp(min(sixths, 4. - sixths), 0., 1.);"
    );
  }
  if (program.steepness !== 1) {
    const k = glslFloat(program.steepness);
    lines.push(
      `  vec3 ink = pow(max(v, 1e-9), vec3(${k})), paper = pow(max(1. - v, 1e-9), vec3(${k}));`,
      "  v = ink / (ink + paper);"
    );
  }
  if (program.inverted) lines.push("  v = 1. - v;");
  return lines.join("\n");
}

// `vec3 network(vec2 p)`: colour of the point p. Needs `vec4 weight(int)` and `ZERO`, an int 0.
function glslNetwork(program) {
  const { layers, features } = program;
  const used = [...new Set(layers.map(({ activation }) => activation))];
  const widest = Math.max(...layers.flatMap(({ inputs, units }) => [inputs, units]));
  const rows = layers.map(({ inputs, units, offset, activation, residual }) => {
    const kind = used.indexOf(activation) + (residual ? 16 : 0);
    return `  ivec4(${inputs}, ${units}, ${offset}, ${kind})`;
  });
  const cases = used.map((name, k) => `  if (kind == ${k}) return ${GLSL_ACTIVATIONS[name]};`);
  return `
// Of each layer: inputs and units in fours, where its weights begin, its activation (+ 16: its input
// is added to its output).
const ivec4 LAYERS[${layers.length}] = ivec4[](
${rows.join(",\n")}
);

vec4 activation(vec4 x, int kind) {
${cases.join("\n")}
  return x;
}

vec3 colour(vec4 raw) {
${glslColour(program)}
  return v;
}

vec3 network(vec2 p) {
  vec4 h[${widest}], g[${widest}];
  p *= ${glslFloat(program.scale)};
  h[0] = vec4(p, ${program.radius ? "length(p)" : "0."}, 0.);
  for (int f = ZERO; f < ${features}; f++) {  // Fourier features
    vec4 phase = p.x * weight(2 * f) + p.y * weight(2 * f + 1);
    h[1 + f] = sin(phase);
    h[${1 + features} + f] = cos(phase);
  }
  for (int l = ZERO; l < ${layers.length}; l++) {
    ivec4 layer = LAYERS[l];
    int w = layer.z;
    for (int o = ZERO; o < layer.y; o++) {
      vec4 sum = weight(w++);  // biases
      for (int i = ZERO; i < layer.x; i++, w += 4)
        sum += mat4(weight(w), weight(w + 1), weight(w + 2), weight(w + 3)) * h[i];
      g[o] = activation(sum, layer.w & 15);
    }
    for (int o = ZERO; o < layer.y; o++) h[o] = layer.w > 15 ? h[o] + g[o] : g[o];
  }
  return colour(h[0]);
}
`;
}

const VERTEX_SHADER = `#version 300 es
void main() {  // a triangle that covers everything
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0., 1.);
}
`;

// The fragment shader of the page: weights in a texture 256 wide; n² samples a pixel.
function shaderSource(program) {
  return `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D weights;
uniform vec2 corner;  // upper left, on the plane
uniform float pixel;  // its side, on the plane
uniform int samples, ZERO;
out vec4 result;

vec4 weight(int i) { return texelFetch(weights, ivec2(i & 255, i >> 8), 0); }
${glslNetwork(program)}
void main() {
  vec3 sum = vec3(0.);
  for (int s = ZERO; s < samples * samples; s++) {
    vec2 within = (vec2(s % samples, s / samples) + .5) / float(samples);
    sum += network(corner + (floor(gl_FragCoord.xy) + within) * pixel);
  }
  result = vec4(sum / float(samples * samples), 1.);
}
`;
}
