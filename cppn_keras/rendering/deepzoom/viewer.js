"use strict";
// A small Deep Zoom viewer. `poster` holds name, width, height, tile, overlap and, for each level,
// rectangles of tiles that are there: [left, top, right, bottom] in columns and rows.
const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
const caption = document.querySelector("p");
const finest = poster.levels.length - 1;  // the level of nominal size
const deepest = poster.levels.findLastIndex((level) => level.length);
const base = Math.max(0, finest - Math.max(0, Math.ceil(  // the last level that is one tile
  Math.log2(Math.max(poster.width, poster.height) / poster.tile))));
const place = { x: 0.5, y: 0.5, zoom: 1 };  // shares of the picture; zoom 1 shows all of it
const tiles = new Map();  // key → { level, row, column, image, state, used }
let loading = 0, frame = 0, asked = false;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const shrink = (level) => 2 ** (finest - level);
// CSS pixels that a pixel of the whole picture is wide
const fit = () => Math.min(canvas.clientWidth / poster.width, canvas.clientHeight / poster.height);
const closest = () => Math.max(1, 16 / shrink(deepest) / fit());  // 16 CSS pixels for each pixel

function tileAt(level, row, column) {
  const key = `${level}/${column}_${row}`;
  if (!tiles.has(key)) {
    const there = (poster.levels[level] ?? []).some(([left, top, right, bottom]) =>
      column >= left && column < right && row >= top && row < bottom);
    tiles.set(key, { key, level, row, column, state: there ? "new" : "missing" });
  }
  const tile = tiles.get(key);
  tile.used = frame;
  return tile;
}

// What is shown now for a tile, and what to load for it: the tile itself, or, where it is missing,
// the next coarser one that is not.
function choose(level, row, column, shown, wanted) {
  for (let waiting = false; level >= Math.min(base, deepest); level--, row >>= 1, column >>= 1) {
    const tile = tileAt(level, row, column);
    if (tile.state === "new" && !waiting) wanted.push(tile);
    if (tile.state === "ready") return shown.add(tile);
    waiting ||= tile.state !== "missing";
  }
}

function draw() {
  asked = false;
  frame++;
  const ratio = devicePixelRatio;
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight].map((n) => Math.round(n * ratio));
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const scale = fit() * place.zoom * ratio;  // screen pixels for a pixel of the whole picture
  const left = place.x * poster.width - wide / 2 / scale;
  const top = place.y * poster.height - high / 2 / scale;
  const lowest = Math.min(base, deepest);
  const level = clamp(finest + Math.ceil(Math.log2(scale) - 0.01), lowest, deepest);
  const span = poster.tile * shrink(level);  // of a tile, in pixels of the whole picture
  const shown = new Set(), targets = [], wanted = [];
  const rows = [top, Math.min(top + high / scale, poster.height - 0.5)].map((y) => y / span);
  const columns = [left, Math.min(left + wide / scale, poster.width - 0.5)].map((x) => x / span);
  for (let row = Math.max(0, Math.floor(rows[0])); row <= rows[1]; row++)
    for (let column = Math.max(0, Math.floor(columns[0])); column <= columns[1]; column++)
      targets.push([Math.hypot(row + 0.5 - (rows[0] + rows[1]) / 2,
        column + 0.5 - (columns[0] + columns[1]) / 2), row, column]);
  if (deepest >= 0) choose(lowest, 0, 0, shown, wanted);  // always the overview
  targets.sort((a, b) => a[0] - b[0]);  // the middle first
  for (const [, row, column] of targets) choose(level, row, column, shown, wanted);

  context.clearRect(0, 0, wide, high);
  context.save();
  context.beginPath();
  context.rect(Math.round(-left * scale), Math.round(-top * scale),
    Math.round(poster.width * scale), Math.round(poster.height * scale));
  context.clip();
  for (const tile of [...shown].sort((a, b) => a.level - b.level))
    paint(tile, scale, left, top, tile.level < level || shrink(level) * scale < 2);
  context.restore();
  load(wanted, Math.max(200, 2 * targets.length));
  tell(level, scale);
}

function paint(tile, scale, left, top, smooth) {
  const step = shrink(tile.level);
  const x = tile.column * poster.tile, y = tile.row * poster.tile;  // in pixels of the level
  const wide = Math.min(poster.tile, Math.ceil(poster.width / step) - x);
  const high = Math.min(poster.tile, Math.ceil(poster.height / step) - y);
  const [x0, x1] = [x, x + wide].map((n) => Math.round((n * step - left) * scale));
  const [y0, y1] = [y, y + high].map((n) => Math.round((n * step - top) * scale));
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(tile.image, tile.column ? poster.overlap : 0, tile.row ? poster.overlap : 0,
    wide, high, x0, y0, x1 - x0, y1 - y0);
}

function load(wanted, keep) {
  for (const tile of tiles.values())  // what went out of sight need not come any more
    if (tile.state === "loading" && tile.used < frame) {
      tile.image.onload = tile.image.onerror = null;
      tile.image.src = "";
      tile.state = "new";
      loading--;
    }
  for (const tile of wanted) {
    if (loading >= 6) break;
    if (tile.state !== "new") continue;
    loading++;
    tile.state = "loading";
    tile.image = new Image();
    const done = (state) => () => { loading--; tile.state = state; redraw(); };
    tile.image.onload = done("ready");
    tile.image.onerror = done("missing");
    tile.image.src = `${encodeURIComponent(poster.name + "_files")}/${tile.key}.png`;
  }
  if (tiles.size > 2 * keep)  // forget what was not seen for longest
    [...tiles.values()].filter((tile) => tile.state !== "loading" && tile.used < frame)
      .sort((a, b) => a.used - b.used).slice(0, tiles.size - keep)
      .forEach((tile) => tiles.delete(tile.key));
}

function tell(level, scale) {
  const size = (n) => [poster.width, poster.height]
    .map((side) => Math.ceil(side / shrink(n)).toLocaleString("en")).join(" × ");
  const zoom = place.zoom.toLocaleString("en", { maximumSignificantDigits: 3 });
  const limited = level < finest && shrink(level) * scale > 1.01;
  const limit = limited ? " · no finer tiles drawn yet" : "";
  caption.textContent = deepest < 0 ? "no tiles drawn yet"
    : `zoom ${zoom} · ${size(level)} of ${size(finest)}${limit}`;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => {  // an address for this place
    const round = (value) => Number(value.toPrecision(9));
    const hash = `#${round(place.x)},${round(place.y)},${round(place.zoom)}`;
    try { history.replaceState(null, "", hash); } catch { /* some browsers refuse on file: */ }
  }, 300);
}

function redraw() {
  if (!asked) requestAnimationFrame(draw);
  asked = true;
}

// Moves by CSS pixels, then zooms about a point given in CSS pixels from the middle.
function move(right, down, factor = 1, x = 0, y = 0) {
  const before = fit() * place.zoom;
  place.zoom = clamp(place.zoom * factor, 0.5, closest());
  const change = 1 / before - 1 / (fit() * place.zoom);
  place.x = clamp(place.x + (x * change - right / before) / poster.width, 0, 1);
  place.y = clamp(place.y + (y * change - down / before) / poster.height, 0, 1);
  redraw();
}

const fromMiddle = (event) =>
  [event.clientX - canvas.clientWidth / 2, event.clientY - canvas.clientHeight / 2];
const home = () => { Object.assign(place, { x: 0.5, y: 0.5, zoom: 1 }); redraw(); };

function goToHash() {
  const [x, y, zoom] = location.hash.slice(1).split(",").map(Number);
  if (zoom > 0 && x >= 0 && y >= 0)
    Object.assign(place,
      { x: Math.min(x, 1), y: Math.min(y, 1), zoom: clamp(zoom, 0.5, closest()) });
  redraw();
}

const fingers = new Map();  // pointer → its last place
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  canvas.classList.add("dragged");
  fingers.set(event.pointerId, fromMiddle(event));
});
canvas.addEventListener("pointermove", (event) => {
  const old = fingers.get(event.pointerId), now = fromMiddle(event);
  if (!old) return;
  fingers.set(event.pointerId, now);
  const [right, down] = [now[0] - old[0], now[1] - old[1]];
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
  if (!other) return move(right, down);
  const apart = (a) => Math.max(1, Math.hypot(a[0] - other[0], a[1] - other[1]));
  const middle = [0, 1].map((axis) => (now[axis] + other[axis]) / 2);
  move(right / 2, down / 2, apart(now) / apart(old), ...middle);
});
for (const kind of ["pointerup", "pointercancel"])
  canvas.addEventListener(kind, (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) canvas.classList.remove("dragged");
  });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const step = event.deltaY * [1, 16, 400][event.deltaMode];
  move(0, 0, Math.exp(clamp(-step * (event.ctrlKey ? 0.01 : 0.002), -1, 1)), ...fromMiddle(event));
}, { passive: false });
canvas.addEventListener("dblclick", (event) =>
  move(0, 0, event.shiftKey ? 0.5 : 2, ...fromMiddle(event)));
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80],
    "+": [0, 0, 1.5], "=": [0, 0, 1.5], "-": [0, 0, 1 / 1.5], "_": [0, 0, 1 / 1.5] };
  if (event.key === "0" || event.key === "Home") home();
  else if (event.key in moves) move(...moves[event.key]);
  else return;
  event.preventDefault();
});
const [closer, farther, whole] = document.querySelectorAll("nav button");
closer.onclick = () => move(0, 0, 2);
farther.onclick = () => move(0, 0, 0.5);
whole.onclick = home;
addEventListener("hashchange", goToHash);
addEventListener("resize", redraw);
goToHash();
