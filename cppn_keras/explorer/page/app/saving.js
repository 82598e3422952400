// PNG of any size, band by band in a drawer of its own, so that the page stays alive.
"use strict";

const LARGEST_PNG = 20000; // pixels along the longer side
const SAVE_TILE = 4e6; // pixels of a band

class Saving {
  constructor(explorer, width, height) {
    const { model, state } = explorer;
    Object.assign(this, { width, height, channels: model.channels, cancelled: false });
    this.program = fold(model.network, state.z, state.delta);
    this.view = { ...state.view };
    this.supersampling = explorer.painter.factor(state.samples, width, height);
    this.drawn = 0; // pixels
    this.drawer = new Drawer({ onTile: (tile) => this.take(tile) });
  }

  take(tile) {
    this.tiles.push(tile);
    this.drawn += tile.width * tile.height;
    byId("png-progress").value = this.drawn / (this.width * this.height);
  }

  // Rows of the picture as bytes (rows, width, channels). A band is a picture of its own, whose
  // pixels lie where they lie in the whole.
  async band(top, rows) {
    const pitch = (2 * this.view.extent) / Math.min(this.width, this.height);
    const shorter = Math.min(this.width, rows);
    const view = {
      x: this.view.x,
      y: this.view.y + (top + rows / 2 - this.height / 2) * pitch,
      extent: (pitch * shorter) / 2,
    };
    const size = { width: this.width, height: rows, samples: this.supersampling * shorter };
    this.tiles = [];
    if (this.cancelled) throw new Cancelled();
    const { finished } = await this.drawer.draw(this.program, { ...size, view, coarse: false });
    if (this.cancelled || !finished) throw new Cancelled();
    const { pixels } = joined(this.tiles, size);
    const bytes = new Uint8Array(this.width * rows * this.channels);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = pixels[4 * Math.floor(i / this.channels) + (i % this.channels)];
    }
    return bytes;
  }

  encode() {
    return encodePNG(this.width, this.height, this.channels, (top, rows) => this.band(top, rows));
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
  byId("png-cancel").onclick = () => saving && (saving.cancelled = true);
}
