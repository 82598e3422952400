"""What the explorer's scripts draw in a browser, and what the package draws of the same codes."""

import numpy as np
from browser import ask

from cppn_keras.coordinates import View
from cppn_keras.rendering import Drawing, to_uint8

DRAW = """
const [network, codes, jobs, way, delta] = arguments;
const known = network ? readTensors(network) : readModel(MODEL).network;
const engine = (window.testEngine ||= new Engine());
if (way === "webgl2" && !engine.chip) throw new Error(`no WebGL2: ${engine.why}`);
const bytes = [];
for (const code of codes) {
  const program = fold(known, Float32Array.from(code), delta && Float32Array.from(delta));
  while (way === "webgl2" && !engine.chip.use(program)) await breathe();  // compiles
  for (const job of jobs) {
    const tiles = [];
    const force = way === "javascript" ? way : undefined;
    const finished = await engine.draw(program, {...job, force}, (tile) => tiles.push(tile));
    if (!finished || (way === "webgl2" && engine.said !== way)) throw new Error(engine.said);
    const last = tiles.filter(({of}) => of.width === job.width);
    bytes.push(joined(last, job).pixels);
  }
}
const all = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
let at = 0;
for (const part of bytes) { all.set(part, at); at += part.length; }
return all;
"""

# What Shadertoy puts around the tabs of a shader; a buffer for each but the last.
SHADERTOY = """
const [tabs, width, height] = arguments;
const canvas = new OffscreenCanvas(width, height);
const gl = canvas.getContext("webgl2");
if (!gl || !gl.getExtension("EXT_color_buffer_float")) throw new Error("no WebGL2");
const head = `#version 300 es
precision highp float; precision highp int; precision highp sampler2D;
uniform vec3 iResolution; uniform int iFrame;
uniform sampler2D iChannel0, iChannel1, iChannel2, iChannel3; out vec4 result;
`;
const tail = "\\nvoid main() { mainImage(result, gl_FragCoord.xy); }";
const compiled = (text) => {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX_SHADER],
                                [gl.FRAGMENT_SHADER, head + text + tail]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
      throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
};
const draw = (text, textures) => {
  const program = compiled(text);
  gl.useProgram(program);
  gl.uniform3f(gl.getUniformLocation(program, "iResolution"), width, height, 1);
  gl.uniform1i(gl.getUniformLocation(program, "iFrame"), 1);
  textures.forEach((texture, k) => {
    gl.activeTexture(gl.TEXTURE0 + k);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform1i(gl.getUniformLocation(program, `iChannel${k}`), k);
  });
  gl.drawArrays(gl.TRIANGLES, 0, 3);
};
const target = (format) => {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE7);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return texture;
};
gl.bindVertexArray(gl.createVertexArray());
gl.viewport(0, 0, width, height);
const buffers = [];
for (const {text} of tabs.slice(0, -1)) {
  const texture = target(gl.RGBA32F);
  draw(text, []);
  buffers.push(texture);
}
target(gl.RGBA8);
draw(tabs[tabs.length - 1].text, buffers);
const pixels = new Uint8Array(4 * width * height);
gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
return pixels;
"""


def job(height: int, width: int, samples: float = 1, view: View = View()) -> dict:
    """What the page's engine is asked for."""
    seen = dict(zip("xy", view.center, strict=True)) | {"extent": view.extent}
    return {"height": height, "width": width, "samples": samples, "view": seen}


def drawn(driver, codes, jobs, way, network=None, delta=None) -> list[np.ndarray]:
    """Pictures uint8 (height, width, 3) of each code and each job, drawn in the page that is open.

    Args:
        way: "webgl2" or "javascript".
        network: as JSON; that of the page when None.
        delta: what is added to the modulations.
    """
    found = ask(driver, DRAW, network, np.asarray(codes), jobs, way, delta)
    pictures, at = [], 0
    for _ in codes:
        for one in jobs:
            size = 4 * one["height"] * one["width"]
            shape = (one["height"], one["width"], 4)
            pictures.append(found[at : at + size].reshape(shape)[..., :3])
            at += size
    return pictures


def expected(cppn, codes, jobs) -> list[np.ndarray]:
    """The same by the package."""
    pictures = []
    for code in codes:
        for one in jobs:
            seen = one["view"]
            view = View((seen["x"], seen["y"]), scale=seen["extent"])
            size = one["height"], one["width"]
            image = to_uint8(Drawing(cppn, code, *size, view, samples=one["samples"]).pixels())
            pictures.append(np.broadcast_to(image, (*size, 3)))
    return pictures


def farthest(ours: list[np.ndarray], theirs: list[np.ndarray]) -> int:
    """The largest difference of two lists of pictures, in grey levels."""
    differences = [np.abs(a.astype(int) - b).max() for a, b in zip(ours, theirs, strict=True)]
    return int(max(differences))
