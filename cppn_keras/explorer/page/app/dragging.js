// Dragging with mouse, pen or finger: a copy of the element follows the pointer to where it drops.
"use strict";

const DRAG_FROM = 6; // pixels; less is a click

// onDrop(target) is called with the element of `targets` (a selector) that the pointer is over.
function makeDraggable(source, targets, onDrop) {
  let start = null;
  let copy = null;
  const targetAt = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    return under && under.closest(targets);
  };
  const mark = (target) => {
    for (const one of document.querySelectorAll(targets)) {
      one.classList.toggle("over", one === target);
    }
  };
  const end = () => {
    if (copy) copy.remove();
    mark(null);
    start = copy = null;
  };
  source.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    source.setPointerCapture(event.pointerId);
    start = [event.clientX, event.clientY];
  });
  source.addEventListener("pointermove", (event) => {
    if (!start) return;
    const far = Math.hypot(event.clientX - start[0], event.clientY - start[1]);
    if (!copy && far < DRAG_FROM) return;
    if (!copy) {
      copy = source.cloneNode(true);
      copy.classList.add("chip-dragged");
      document.body.append(copy);
    }
    copy.style.left = `${event.clientX}px`;
    copy.style.top = `${event.clientY}px`;
    mark(targetAt(event));
  });
  source.addEventListener("pointerup", (event) => {
    const target = copy && targetAt(event);
    if (copy) source.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => source.removeEventListener("click", swallow, { capture: true }));
    end();
    if (target) onDrop(target);
  });
  source.addEventListener("pointercancel", end);
}

// The click that a browser adds at the end of a drag.
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
