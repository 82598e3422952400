// Drawing by the graphics chip: WebGL2, weights in a texture of 32-bit floats, tile by tile.
"use strict";

const TEXTURE_WIDTH = 256; // weights in fours
const LARGEST_TILE = 256; // pixels a side

class Chip {
  // Throws where there is no WebGL2.
  constructor() {
    this.canvas = newCanvas(LARGEST_TILE, LARGEST_TILE);
    const gl = this.canvas && this.canvas.getContext("webgl2", { antialias: false, depth: false });
    if (!gl) throw new Error("this browser offers no WebGL2");
    this.gl = gl;
    this.shaders = new Map(); // source -> WebGLProgram and what it needs
    this.parallel = gl.getExtension("KHR_parallel_shader_compile");
    this.makeTarget();
  }

  get lost() {
    return this.gl.isContextLost();
  }

  // What is drawn into, to be read back.
  makeTarget() {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, LARGEST_TILE, LARGEST_TILE);
    const target = gl.getParameter(gl.TEXTURE_BINDING_2D);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
    gl.bindVertexArray(gl.createVertexArray());
    gl.disable(gl.DITHER);
  }

  // Begins to compile the shader of a program; returns it, or null while it is not ready.
  shaderOf(source) {
    const { gl } = this;
    let found = this.shaders.get(source);
    if (!found) {
      found = { linked: gl.createProgram(), ready: false };
      found.parts = [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER].map((kind, i) => {
        const shader = gl.createShader(kind);
        gl.shaderSource(shader, i ? source : VERTEX_SHADER);
        gl.compileShader(shader);
        gl.attachShader(found.linked, shader);
        return shader;
      });
      gl.linkProgram(found.linked);
      this.shaders.set(source, found);
    }
    if (!found.ready) {
      const done = this.parallel && this.parallel.COMPLETION_STATUS_KHR;
      if (done && !gl.getProgramParameter(found.linked, done)) return null;
      if (!gl.getProgramParameter(found.linked, gl.LINK_STATUS)) {
        throw new Error(`the shader does not compile: ${gl.getShaderInfoLog(found.parts[1])}`);
      }
      const names = ["weights", "corner", "pixel", "samples", "ZERO"];
      found.at = {};
      for (const name of names) found.at[name] = gl.getUniformLocation(found.linked, name);
      found.ready = true;
    }
    return found;
  }

  // Makes a program's shader and weights current; false while its shader is being compiled.
  use(program) {
    const { gl } = this;
    const shader = this.shaderOf(sourceOf(program));
    if (!shader) return false;
    if (this.current === program) return true;
    gl.useProgram(shader.linked);
    this.shader = shader;
    const rows = Math.ceil(program.weights.length / 4 / TEXTURE_WIDTH);
    const texels = new Float32Array(4 * TEXTURE_WIDTH * rows);
    texels.set(program.weights);
    if (this.rows !== rows) {
      if (this.texture) gl.deleteTexture(this.texture);
      this.texture = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, this.texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, TEXTURE_WIDTH, rows);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      this.rows = rows;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    const size = [TEXTURE_WIDTH, rows, gl.RGBA, gl.FLOAT];
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ...size, texels);
    gl.uniform1i(shader.at.weights, 0);
    gl.uniform1i(shader.at.ZERO, 0);
    this.current = program;
    return true;
  }

  // Pixels of a part of a picture, as `pixelsByPoints`; at most LARGEST_TILE a side.
  pixels(program, part, size, view, n) {
    const { gl } = this;
    const step = (2 * view.extent) / Math.min(size.width, size.height);
    const x = view.x + (part.left - size.width / 2) * step;
    const y = view.y + (part.top - size.height / 2) * step;
    gl.viewport(0, 0, part.width, part.height);
    gl.uniform2f(this.shader.at.corner, x, y);
    gl.uniform1f(this.shader.at.pixel, step);
    gl.uniform1i(this.shader.at.samples, n);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const bytes = new Uint8Array(4 * part.width * part.height);
    gl.readPixels(0, 0, part.width, part.height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    return new Uint8ClampedArray(bytes.buffer);
  }
}

// The shader of a program; the same for all pictures of a model.
function sourceOf(program) {
  if (!program.source) Object.defineProperty(program, "source", { value: shaderSource(program) });
  return program.source;
}

// A canvas that need not be on a page; null where there is none in a worker.
function newCanvas(width, height) {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(width, height);
  if (typeof document === "undefined") return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas;
}
