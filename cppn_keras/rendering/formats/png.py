"""PNG files: images through imageio, drawings that may be larger than memory band by band."""

import struct
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import imageio.v3 as iio
import numpy as np

from cppn_keras.checks import numbers
from cppn_keras.errors import UserError
from cppn_keras.files import as_path, replace_file
from cppn_keras.progress import progress
from cppn_keras.rendering.drawing import Drawing, check_size, to_uint8


def save_png(image: np.ndarray, path: str | Path) -> Path:
    """Saves an image (height, width, 1 or 3), uint8 or float in 0..1, as an 8-bit PNG.

    Raises:
        UserError: this is no image, it holds NaN, or the path cannot be written.
    """
    content = png_bytes(image)  # closing a full disk would raise
    return replace_file(_png_path(path), lambda temporary: temporary.write_bytes(content))


def png_bytes(image: np.ndarray) -> bytes:
    """What `save_png` writes; raises UserError if this is no image."""
    image = numbers(image, "the pixels of an image")
    if image.ndim == 2:
        image = image[..., None]
    if image.ndim != 3 or image.shape[-1] not in (1, 3) or not image.size:
        raise UserError(f"an image is (height, width, 1 or 3); this has shape {image.shape}.")
    pixels = image if image.dtype == np.uint8 else to_uint8(image)
    pixels = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    return iio.imwrite("<bytes>", pixels, extension=".png")


def write(drawing: Drawing, path: Path) -> Path:
    """A PNG, band by band: libraries want the whole picture in memory. The pixels are those of
    `save_png(drawing.pixels())`. See `save`."""
    check_size(drawing.height, drawing.width)
    count = -(-drawing.height // drawing.band_rows)

    def stream(temporary: Path) -> None:
        _stream_png(temporary, progress(drawing.bands(), path.name, count), drawing)

    return replace_file(path, stream)


def _png_path(path: str | Path) -> Path:
    path = as_path(path)
    if path.suffix.lower() != ".png":
        raise UserError(f"{path} must end in .png.")
    return path


def _stream_png(path: Path, bands: Iterable[np.ndarray], drawing: Drawing) -> None:
    """Writes the PNG format (W3C/ISO 15948): 8 bits, grey or RGB, no interlace, filter "up"."""
    height, width, channels = drawing.height, drawing.width, drawing.channels
    compressor = zlib.compressobj(6)
    colour_type = 0 if channels == 1 else 2
    with path.open("wb") as file:
        chunk = chunk_writer(file.write)
        file.write(b"\x89PNG\r\n\x1a\n")
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0))
        above = np.zeros((1, width * channels), "uint8")
        for band in bands:
            rows = to_uint8(band).reshape(len(band), -1)  # (rows, width·channels)
            differences = rows - np.concatenate([above, rows[:-1]])  # modulo 256
            above = rows[-1:]
            filtered = np.pad(differences, ((0, 0), (1, 0)), constant_values=2)  # 2: filter "up"
            chunk(b"IDAT", compressor.compress(filtered.tobytes()))
        chunk(b"IDAT", compressor.flush())
        chunk(b"IEND", b"")


def chunk_writer(write: Callable[[bytes], object]) -> Callable[[bytes, bytes], None]:
    """A function that writes a PNG chunk, (kind, data), by `write`; empty ones are left out."""

    def chunk(kind: bytes, data: bytes) -> None:
        if data or kind == b"IEND":
            write(struct.pack(">I", len(data)) + kind + data)
            write(struct.pack(">I", zlib.crc32(kind + data)))

    return chunk
