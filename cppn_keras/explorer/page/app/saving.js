// PNG of any size, band by band in a drawer of its own, so that the page stays alive.
"use strict";

const LARGEST_PNG = 20000; // pixels along the longer side

class Saving {
  constructor(explorer, width, height) {
    const { model, state } = explorer;
    Object.assign(this, { width, height, channels: model.channels, cancelled: false });
    this.program = fold(model.network, state.z, state.delta);
    this.job = { width, height, view: { ...state.view }, samples: state.samples };
    this.drawn = 0; // pixels
    this.drawer = new Drawer({ onTile: (tile) => this.take(tile) });
  }

  take(tile) {
    this.tiles.push(tile);
    this.drawn += tile.width * tile.height;
    byId("png-progress").value = this.drawn / (this.width * this.height);
  }

  // Rows of the picture as bytes (rows, width, channels).
  async band(top, rows) {
    this.tiles = [];
    const job = bandJob(this.job, top, rows);
    if (!this.cancelled) await this.drawer.draw(this.program, job);
    if (this.cancelled) throw new Cancelled();
    const { pixels } = joined(this.tiles, job);
    const bytes = new Uint8Array(this.width * rows * this.channels);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = pixels[4 * Math.floor(i / this.channels) + (i % this.channels)];
    }
    return bytes;
  }

  // A Blob, or an error: Cancelled where the visitor wants it no more.
  async encode() {
    const band = (top, rows) => this.band(top, rows);
    try {
      return await encodePNG(this.width, this.height, this.channels, band);
    } finally {
      this.drawer.close();
    }
  }

  // The band that is being drawn is left for one of a pixel.
  cancel() {
    this.cancelled = true;
    this.drawer.draw(this.program, { width: 1, height: 1, view: WHOLE });
  }
}

class Cancelled extends Error {}

function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function setUpSaving(explorer) {
  const art = explorer.model.kind === "art";
  byId("png-side").textContent = art ? "pixels across" : "pixels a side";
  byId("png-size").max = LARGEST_PNG;
  let saving = null;
  const say = (text) => {
    byId("saved").textContent = text;
  };
  const show = (busy) => {
    byId("png-save").disabled = busy;
    byId("png-cancel").hidden = byId("png-progress").hidden = !busy;
    byId("png-progress").value = 0;
  };
  byId("png").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving) return;
    const width = Number(byId("png-size").value);
    const height = art ? Math.max(1, Math.round((width * 9) / 16)) : width;
    saving = new Saving(explorer, width, height);
    say(`Drawing ${width} × ${height} pixels.`);
    show(true);
    try {
      download(await saving.encode(), `${explorer.model.name}-${width}.png`);
      say(`Saved ${width} × ${height} pixels.`);
    } catch (error) {
      say(error instanceof Cancelled ? "Cancelled." : `Not saved: ${error.message}`);
    } finally {
      saving = null;
      show(false);
    }
  });
  byId("png-cancel").onclick = () => saving && saving.cancel();
}
