// A PNG of any size, written band by band: no canvas holds 20,000 x 20,000 pixels.
"use strict";

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

// A chunk of a PNG: length, name, data, checksum.
function chunkOf(name, data) {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crcOf(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

// Rows with the filter byte 2 in front: each is stored as its difference from the one above.
function filtered(band, above, bytesPerRow) {
  const rows = band.length / bytesPerRow;
  const out = new Uint8Array(rows * (bytesPerRow + 1));
  for (let row = 0; row < rows; row++) {
    const at = row * (bytesPerRow + 1);
    out[at] = 2;
    for (let i = 0; i < bytesPerRow; i++) {
      const place = row * bytesPerRow + i;
      const upper = row ? band[place - bytesPerRow] : above[i];
      out[at + 1 + i] = band[place] - upper;
    }
  }
  return out;
}

// band(top, rows) -> Promise of rows · width · channels bytes, rows from the top. Gives a Blob.
async function encodePNG(width, height, channels, band, bandRows = 64) {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits
  header.setUint8(9, channels === 1 ? 0 : 2); // grey or RGB
  const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [signature, chunkOf("IHDR", new Uint8Array(header.buffer))];
  const deflate = new CompressionStream("deflate");
  const collected = (async () => {
    const reader = deflate.readable.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(chunkOf("IDAT", part.value));
    }
  })();
  const writer = deflate.writable.getWriter();
  const bytesPerRow = width * channels;
  let above = new Uint8Array(bytesPerRow);
  try {
    for (let top = 0; top < height; top += bandRows) {
      const bytes = await band(top, Math.min(bandRows, height - top));
      await writer.write(filtered(bytes, above, bytesPerRow));
      above = bytes.subarray(bytes.length - bytesPerRow);
    }
    await writer.close();
  } catch (error) {
    collected.catch(() => {});
    await writer.abort(error).catch(() => {});
    throw error;
  }
  await collected;
  return new Blob([...parts, chunkOf("IEND", new Uint8Array(0))], { type: "image/png" });
}
