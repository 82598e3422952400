// The explorer: what is shown (z, delta, view), and who wants to know when it changes.
"use strict";

const WHOLE = { x: 0, y: 0, extent: 1 }; // the view of the training pictures

const byId = (id) => document.getElementById(id);

// A new element with these properties.
const element = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

// How a label is written: digits as they are; labels of letters are their character codes.
const nameOfLabel = (label) => (label > 9 ? String.fromCharCode(label) : String(label));

// a + amount · b
const added = (a, b, amount = 1) => a.map((value, i) => value + amount * b[i]);

class Explorer {
  constructor(model) {
    this.model = model;
    this.state = { ...this.firstCode(), view: WHOLE };
    this.listeners = [];
    this.painter = new Painter(this, byId("picture"));
    this.morph = new Morph(this);
    this.miniatures = new Miniatures(model);
  }

  get drawer() {
    return this.painter.drawer;
  }

  // What the page begins with: {z, delta, samples}. delta refines z; null mostly.
  firstCode() {
    const { z, delta, samples } = this.model.start;
    return { z: Float32Array.from(z), delta, samples };
  }

  // listener(kind, source): kind is "code" or "view" for what has changed, "asked" when the visitor
  // asks for a code, before it changes; source names the part that made the change.
  onChange(listener) {
    this.listeners.push(listener);
  }

  tell(kind, source) {
    for (const listener of this.listeners) listener(kind, source);
  }

  // Shows a code at once. A picture that was refined stays refined where only z is `adjusted`.
  show(z, source, adjusted = false) {
    this.morph.stop();
    this.tell("asked", source);
    this.change(z, source, adjusted);
  }

  // Goes to a code smoothly; where the visitor wants less motion, at once.
  morphTo(z, source) {
    if (wantsLessMotion()) return this.show(z, source);
    this.tell("asked", source);
    return this.morph.towards(z, source);
  }

  change(z, source, adjusted = false) {
    this.state.z = Float32Array.from(z);
    if (!adjusted) Object.assign(this.state, { delta: null, samples: this.model.samples });
    this.painter.codeChanged();
    this.tell("code", source);
  }

  // Shows what the page began with, as refined as it was.
  showFirst(source) {
    this.morph.stop();
    this.tell("asked", source);
    Object.assign(this.state, this.firstCode());
    this.painter.codeChanged();
    this.tell("code", source);
  }

  look(view, source) {
    const { x, y, extent } = view;
    this.state.view = { x, y, extent: Math.min(FARTHEST, Math.max(this.drawer.limit, extent)) };
    this.painter.viewChanged();
    this.tell("view", source);
  }

  // Resolves when the full picture is drawn and nothing runs.
  async settled() {
    do await nextFrame();
    while (this.morph.running || this.painter.running || this.miniatures.running);
  }
}

const wantsLessMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
