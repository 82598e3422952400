// Smooth ways: the code that is shown follows one that may move on meanwhile.
"use strict";

const LAG = 130; // milliseconds in which a third of the way is left
const THERE = 0.01; // no number of the code is farther from its goal

class Morph {
  constructor(explorer) {
    this.explorer = explorer;
    this.running = false;
    this.goal = null;
  }

  stop() {
    this.goal = null;
  }

  // The goal may be set again at any time. With `arrives` false it is followed for ever.
  towards(z, source, arrives = true) {
    this.goal = { z: Float32Array.from(z), source, arrives };
    if (!this.running) this.run();
  }

  async run() {
    this.running = true;
    try {
      let before = performance.now();
      while (this.goal) {
        await nextFrame();
        const now = performance.now();
        if (this.goal) this.step(now - before);
        before = now;
        await this.explorer.painter.moved();
      }
    } finally {
      this.running = false;
    }
  }

  step(elapsed) {
    const { z, source, arrives } = this.goal;
    const part = 1 - Math.exp(-elapsed / LAG);
    const from = this.explorer.state.z;
    const next = from.map((value, i) => value + part * (z[i] - value));
    const there = arrives && next.every((value, i) => Math.abs(value - z[i]) < THERE);
    if (there) this.goal = null;
    this.explorer.change(there ? z : next, source);
  }
}
