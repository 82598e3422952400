// Dragging with mouse, pen or finger: a copy of the element follows the pointer to where it drops.
"use strict";

const DRAG_FROM = 6; // pixels; less is a click

class Drag {
  // onDrop(target) is called with the element of `targets` (a selector) that the pointer is over.
  constructor(source, targets, onDrop) {
    Object.assign(this, { source, targets, onDrop, start: null, copy: null });
    source.addEventListener("pointerdown", (event) => this.begin(event));
    source.addEventListener("pointermove", (event) => this.move(event));
    source.addEventListener("pointerup", (event) => this.drop(event));
    source.addEventListener("pointercancel", () => this.end());
  }

  begin(event) {
    if (event.button > 0) return;
    this.source.setPointerCapture(event.pointerId);
    this.start = [event.clientX, event.clientY];
  }

  move({ clientX, clientY }) {
    if (!this.start) return;
    const far = Math.hypot(clientX - this.start[0], clientY - this.start[1]);
    if (!this.copy && far < DRAG_FROM) return;
    if (!this.copy) {
      this.copy = this.source.cloneNode(true);
      this.copy.classList.add("chip-dragged");
      document.body.append(this.copy);
    }
    this.copy.style.left = `${clientX}px`;
    this.copy.style.top = `${clientY}px`;
    this.mark(this.targetAt(clientX, clientY));
  }

  targetAt(x, y) {
    const under = document.elementFromPoint(x, y);
    return under && under.closest(this.targets);
  }

  mark(target) {
    for (const one of document.querySelectorAll(this.targets)) {
      one.classList.toggle("over", one === target);
    }
  }

  drop({ clientX, clientY }) {
    const dragged = this.copy;
    this.end();
    if (!dragged) return;
    const options = { capture: true, once: true };
    this.source.addEventListener("click", swallow, options);
    setTimeout(() => this.source.removeEventListener("click", swallow, options));
    const target = this.targetAt(clientX, clientY);
    if (target) this.onDrop(target);
  }

  end() {
    if (this.copy) this.copy.remove();
    this.mark(null);
    this.start = this.copy = null;
  }
}

// The click that a browser adds at the end of a drag.
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
