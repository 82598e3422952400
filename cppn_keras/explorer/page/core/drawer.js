// Draws in a worker, so that the page stays alive; on the page itself where there is no worker.
"use strict";

const CLOSEST = 1e-12; // the smallest extent: 64-bit numbers still tell its pixels apart

class Drawer {
  constructor({ onTile = () => {}, onWay = () => {} } = {}) {
    this.onTile = onTile;
    this.onWay = (way, why) => {
      this.way = way;
      onWay(way, why);
    };
    this.limit = CLOSEST;
    this.newest = 0;
    this.waiting = new Map(); // id -> what settles its promise
    if (chipNeedsPage()) return;
    try {
      const text = document.getElementById("core").textContent;
      const address = URL.createObjectURL(
        new Blob([text, "\nserveEngine(self);"], { type: "text/javascript" })
      );
      this.worker = new Worker(address);
      this.worker.onmessage = ({ data }) => this.hear(data);
      this.worker.onerror = () => this.stopWorker();
    } catch {
      this.worker = null; // some browsers allow no worker to a page from disk
    }
  }

  hear({ id, tile, way, why, done, finished, ms, error }) {
    if (way) this.onWay(way, why);
    const job = this.waiting.get(id);
    if (!job) return;
    if (tile && id === this.newest) this.onTile(tile);
    if (!done && !error) return;
    this.waiting.delete(id);
    if (error) job.reject(new Error(error));
    else job.resolve({ ms, finished });
  }

  // The worker could not start: what waits is drawn on the page.
  stopWorker() {
    this.worker.terminate();
    this.worker = null;
    for (const [id, job] of this.waiting) this.drawHere(id, job);
  }

  async drawHere(id, { program, job }) {
    this.engine ||= new Engine(this.onWay);
    const before = performance.now();
    try {
      const tell = (tile) => this.hear({ id, tile });
      const finished = await this.engine.draw(program, job, tell, () => id < this.newest);
      this.hear({ id, done: true, finished, ms: performance.now() - before });
    } catch (error) {
      this.hear({ id, error: error.message });
    }
  }

  // Promise of {ms, finished}; a newer job ends older ones, whose promises give finished: false.
  draw(program, job) {
    const id = ++this.newest;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { program, job, resolve, reject });
      if (this.worker) this.worker.postMessage({ id, program, job });
      else this.drawHere(id, { program, job });
    });
  }

  close() {
    if (this.worker) this.worker.terminate();
    this.newest++;
  }
}

// Whether WebGL2 is there for pages and not for workers, as in older browsers.
function chipNeedsPage() {
  if (typeof OffscreenCanvas === "undefined") {
    return !!document.createElement("canvas").getContext("webgl2");
  }
  return false;
}
