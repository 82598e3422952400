// What draws: a picture coarse to fine, in tiles that take a few milliseconds each.
"use strict";

const FIRST_MS = 30; // for the first, coarse picture
const TILE_MS = 12; // for a tile; then newer wishes are heard
const SMALLEST_TILE = 8; // pixels a side
const FINEST = 2e-6; // pixels of 32 bit, beside the coordinates

// A chance for messages to arrive, sooner than a timer gives it.
function breathe() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

// Samples along the side of a pixel: what was trained on averages over pixels stays smooth.
function supersampling(samples, size) {
  return Math.max(1, Math.ceil(samples / Math.min(size.width, size.height) - 1e-9));
}

// Whether 32-bit numbers tell the pixels of a picture apart.
function fitsFloat32(view, size) {
  const step = (2 * view.extent) / Math.min(size.width, size.height);
  const farthest = Math.max(Math.abs(view.x), Math.abs(view.y)) + view.extent;
  return step > FINEST * Math.min(1, farthest);
}

// The job of some rows of a picture: the very pixels that the whole picture has there.
function bandJob(job, top, rows) {
  const shorter = Math.min(job.width, job.height);
  const step = (2 * job.view.extent) / shorter;
  const part = Math.min(job.width, rows);
  const y = job.view.y + (top + rows / 2 - job.height / 2) * step;
  const view = { x: job.view.x, y, extent: (part * step) / 2 };
  return { ...job, height: rows, view, samples: (job.samples * part) / shorter, coarse: false };
}

// Blocks of a picture, from the middle outwards.
function blocksOf(size) {
  const blocks = [];
  for (let top = 0; top < size.height; top += LARGEST_TILE) {
    for (let left = 0; left < size.width; left += LARGEST_TILE) {
      const width = Math.min(LARGEST_TILE, size.width - left);
      const height = Math.min(LARGEST_TILE, size.height - top);
      const right = left + width / 2 - size.width / 2;
      const down = top + height / 2 - size.height / 2;
      blocks.push({ left, top, width, height, away: Math.hypot(right, down) });
    }
  }
  return blocks.sort((a, b) => a.away - b.away);
}

// The tiles of a picture, block by block; `side()` says how large the next ones may be.
function* tilesOf(size, side) {
  for (const block of blocksOf(size)) {
    for (let top = 0, high; top < block.height; top += high) {
      high = Math.min(side(), block.height - top);
      for (let left = 0, wide; left < block.width; left += wide) {
        wide = Math.min(side(), block.width - left);
        yield { left: block.left + left, top: block.top + top, width: wide, height: high };
      }
    }
  }
}

// How fast one way is: measured as it draws. Every tile takes a while, however small it is, so tiles
// grow until that hardly counts.
class Pace {
  constructor(cost) {
    this.cost = cost; // milliseconds a sample
    this.samples = 256; // of a tile
    this.least = Infinity; // milliseconds of any tile
  }

  note(samples, ms) {
    this.least = Math.min(this.least, ms);
    this.cost += 0.3 * (ms / samples - this.cost);
    const wanted = Math.max(TILE_MS, 2 * this.least);
    if (ms < wanted && samples > this.samples / 2) this.samples *= 2;
    if (ms > 3 * wanted) this.samples /= 2;
    this.samples = Math.min(Math.max(this.samples, SMALLEST_TILE ** 2), LARGEST_TILE ** 2);
  }
}

class Engine {
  // `onWay(way, why)` is told "webgl2" or "javascript", now and whenever it changes.
  constructor(onWay = () => {}) {
    this.onWay = onWay;
    this.paces = { webgl2: new Pace(1e-3), javascript: new Pace(0.05) };
    try {
      this.chip = new Chip();
    } catch (error) {
      this.why = error.message;
    }
  }

  say(way, why) {
    if (this.said === way + why) return;
    this.said = way + why;
    this.onWay(way, why);
  }

  // The way in which a job is drawn now: "webgl2", or "javascript".
  choose(program, job) {
    if (this.chip && this.chip.lost) [this.chip, this.why] = [null, "the graphics chip was lost"];
    if (job.force === "javascript") return "javascript";
    if (!this.chip) {
      this.say("javascript", this.why);
      return "javascript";
    }
    if (!fitsFloat32(job.view, job)) {
      this.say("javascript", "32-bit numbers of the graphics chip are too coarse here");
      return "javascript";
    }
    try {
      if (!this.chip.use(program)) return "javascript"; // for now: its shader is being compiled
    } catch (error) {
      [this.chip, this.why] = [null, error.message];
      return this.choose(program, job);
    }
    this.say("webgl2", "");
    return "webgl2";
  }

  pixels(way, program, part, size, view, n) {
    const before = performance.now();
    const draw = way === "webgl2" ? this.chip : { pixels: pixelsByPoints };
    const pixels = draw.pixels(program, part, size, view, n);
    this.paces[way].note(part.width * part.height * n * n, performance.now() - before);
    return pixels;
  }

  // Sizes from coarse to fine; the first takes FIRST_MS or less.
  passes(job, way, n) {
    const all = job.width * job.height * this.paces[way].cost;
    let factor = 1;
    while (job.coarse && (all * (factor === 1 ? n * n : 1)) / factor ** 2 > FIRST_MS) factor *= 2;
    const passes = [];
    for (; factor > 1; factor = Math.max(1, factor / 4)) {
      const [width, height] = [job.width, job.height].map((side) => Math.ceil(side / factor));
      if (Math.min(width, height) >= 4) passes.push({ width, height, n: 1 });
    }
    return [...passes, { width: job.width, height: job.height, n }];
  }

  // Draws a job and calls onTile with every tile. Ends early, with false, where isStale() says so.
  async draw(program, job, onTile, isStale = () => false) {
    const n = supersampling(job.samples || 1, job);
    let way = this.choose(program, job);
    for (const size of this.passes(job, way, n)) {
      const side = () => Math.max(1, Math.floor(Math.sqrt(this.paces[way].samples) / size.n));
      for (const tile of tilesOf(size, side)) {
        const pixels = this.pixels(way, program, tile, size, job.view, size.n);
        onTile({ ...tile, of: { width: size.width, height: size.height }, pixels });
        await breathe();
        if (isStale()) return false;
        way = this.choose(program, job); // the shader is ready, or the chip is gone
      }
    }
    return true;
  }
}

// The worker's side of `Drawer`: a newer job makes older ones stale.
function serveEngine(scope) {
  let newest = 0;
  const engine = new Engine((way, why) => scope.postMessage({ way, why }));
  scope.onmessage = async ({ data: { id, program, job } }) => {
    newest = Math.max(newest, id);
    const before = performance.now();
    const tell = (tile) => scope.postMessage({ id, tile }, [tile.pixels.buffer]);
    try {
      const finished = await engine.draw(program, job, tell, () => id < newest);
      scope.postMessage({ id, done: true, finished, ms: performance.now() - before });
    } catch (error) {
      scope.postMessage({ id, error: error.message });
    }
  };
}
