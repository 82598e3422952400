// A walk without end from one random picture to the next, until any control is touched.
"use strict";

const LEG = 2800; // milliseconds from one picture to the next
const SLOWEST_FRAME = 100; // milliseconds; where frames take longer the walk is slower, not coarser
const FLOW_STEPS = 8; // near enough, and in time for the next frame

// Between two draws of the prior. Normal ones are mixed such that their mixture is as likely as
// they are, (sin, cos); it is the mixture that the learnt prior then turns into a code.
class Path {
  constructor(model) {
    this.model = model;
    this.normal = model.kind !== "art";
    this.from = this.draw();
    this.to = this.draw();
    this.part = 1; // the first goal is `to`: the way there is made by the morph
  }

  draw() {
    return this.normal ? normals(this.model.latent) : randomCode(this.model);
  }

  // The code `elapsed` milliseconds later.
  next(elapsed) {
    this.part += elapsed / LEG;
    while (this.part >= 1) {
      this.part -= 1;
      [this.from, this.to] = [this.to, this.draw()];
    }
    const eased = (1 - Math.cos(Math.PI * this.part)) / 2;
    const angle = (eased * Math.PI) / 2;
    const [a, b] = this.normal ? [Math.cos(angle), Math.sin(angle)] : [1 - eased, eased];
    const mixed = this.from.map((value, i) => a * value + b * this.to[i]);
    return this.normal && this.model.prior ? transport(this.model.prior, mixed, FLOW_STEPS) : mixed;
  }
}

function setUpWalk(explorer) {
  const button = byId("walk");
  let walked = null; // the path, while the walk goes on
  const set = (path) => {
    walked = path;
    button.setAttribute("aria-pressed", String(Boolean(path)));
  };
  async function walk(path) {
    set(path);
    let before = performance.now();
    for (let now = await nextFrame(); walked === path; now = await nextFrame()) {
      const elapsed = Math.max(0, Math.min(SLOWEST_FRAME, now - before));
      explorer.morph.towards(path.next(elapsed), "walk", false);
      before = now;
    }
  }
  button.onclick = () => {
    if (!walked) return walk(new Path(explorer.model));
    set(null);
    return explorer.morph.stop();
  };
  explorer.onChange((kind) => kind === "asked" && set(null));
}
