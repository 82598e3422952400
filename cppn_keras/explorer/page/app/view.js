// Zoom and pan of the large picture: by wheel, pinch, drag, double click, keys and buttons.
"use strict";

const FARTHEST = 8; // half of what the shorter side may span
const STEP = 1.5; // how much closer a key or button goes
const SHIFT = 0.2; // what an arrow key moves, in halves of the shorter side
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The view `factor` times closer, such that the point under (px, py) stays where it is. Distances
// are from the middle of the picture, in halves of its shorter side.
function closer(view, factor, limit, [px, py] = [0, 0]) {
  const extent = Math.min(FARTHEST, Math.max(limit, view.extent / factor));
  const gone = view.extent - extent;
  return { x: view.x + px * gone, y: view.y + py * gone, extent };
}

// The view moved by halves of its shorter side.
const moved = (view, dx, dy) => ({
  ...view,
  x: view.x + dx * view.extent,
  y: view.y + dy * view.extent,
});

// How much closer than the whole picture: "1.8", "12,000", "2.0 · 10⁹"
function timesOf(extent) {
  const times = 1 / extent;
  if (times < 10) return `${Number(times.toPrecision(2))}`;
  if (times < 1e6) return Math.round(times).toLocaleString("en");
  const power = Math.floor(Math.log10(times) + 1e-9);
  const raised = [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  return `${(times / 10 ** power).toFixed(1)} · 10${raised}`;
}

function sayHowClose({ state, drawer }) {
  const { extent } = state.view;
  const atLimit = extent <= drawer.limit * 1.001;
  const whole = state.view.x === 0 && state.view.y === 0 && extent === 1;
  const times = whole ? "The whole picture" : `Zoom ${timesOf(extent)}×`;
  byId("status").textContent = atLimit
    ? `${times}: no closer, because 64-bit numbers cannot tell neighbouring points apart there`
    : times;
  byId("zoom-in").disabled = atLimit;
  byId("zoom-out").disabled = extent >= FARTHEST;
}

function setUpView(explorer) {
  const canvas = byId("picture");
  const zoom = (factor, point) =>
    explorer.look(closer(explorer.state.view, factor, explorer.drawer.limit, point));
  const whole = () => explorer.look(WHOLE);
  byId("zoom-in").onclick = () => zoom(STEP);
  byId("zoom-out").onclick = () => zoom(1 / STEP);
  byId("zoom-reset").onclick = whole;

  const wheel = (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : 30);
    zoom(Math.exp(-0.002 * Math.max(-300, Math.min(300, pixels))), pointOf(event, canvas));
  };
  canvas.addEventListener("wheel", wheel, { passive: false });
  canvas.addEventListener("dblclick", (event) =>
    zoom(event.shiftKey ? 0.5 : 2, pointOf(event, canvas))
  );
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const { view } = explorer.state;
    if (arrow) explorer.look(moved(view, SHIFT * arrow[0], SHIFT * arrow[1]));
    else if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") whole();
    else return;
    event.preventDefault();
  });
  setUpPointers(explorer, canvas, zoom);
  explorer.onChange((kind) => kind === "view" && sayHowClose(explorer));
  sayHowClose(explorer);
}

// Where an event is: from the middle, in halves of the shorter side.
function pointOf(event, canvas) {
  const box = canvas.getBoundingClientRect();
  const half = Math.min(box.width, box.height) / 2;
  return [
    (event.clientX - box.left - box.width / 2) / half,
    (event.clientY - box.top - box.height / 2) / half,
  ];
}

// One pointer drags; two zoom about the point between them, and drag it.
function setUpPointers(explorer, canvas, zoom) {
  const pointers = new Map();
  const middle = () => {
    const points = [...pointers.values()];
    return [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointOf(event, canvas));
    canvas.classList.add("dragging");
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const [x, y] = middle();
    const before = spread();
    pointers.set(event.pointerId, pointOf(event, canvas));
    const [nextX, nextY] = middle();
    if (nextX !== x || nextY !== y) explorer.look(moved(explorer.state.view, x - nextX, y - nextY));
    if (before > 0 && spread() > 0) zoom(spread() / before, [nextX, nextY]);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      if (!pointers.size) canvas.classList.remove("dragging");
    });
  }
}
