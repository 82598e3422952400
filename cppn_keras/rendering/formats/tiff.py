"""Tiled BigTIFF: one file for a picture of any size, of which a program reads the part it shows.

Needs tifffile, the extra `[tiff]`.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from cppn_keras.errors import UserError
from cppn_keras.files import replace_file
from cppn_keras.progress import progress
from cppn_keras.rendering.drawing import Drawing, check_size, to_uint8


def check():
    """The module tifffile. Raises UserError where it is not installed."""
    try:
        import tifffile
    except ImportError:
        raise UserError("TIFF needs the package tifffile: pip install tifffile") from None
    return tifffile


def write(drawing: Drawing, path: Path, tile: int = 512) -> Path:
    """A BigTIFF of deflated tiles, 8 bits a channel; memory holds a tile. See `save`.

    `tile` is a tile's side in pixels, a multiple of 16; UserError for any other.
    """
    height, width = check_size(drawing.height, drawing.width)
    if not isinstance(tile, int) or tile < 16 or tile % 16:
        raise UserError(f"a TIFF's tiles have 16, 32, … pixels a side, not {tile}.")
    grey = drawing.channels == 1
    corners = list(itertools.product(range(0, height, tile), range(0, width, tile)))
    tiles = (_tile(drawing, *corner, tile) for corner in corners)

    def stream(temporary: Path) -> None:
        check().imwrite(
            temporary,
            _named(progress(tiles, path.name, len(corners))),
            shape=(height, width) if grey else (height, width, 3),
            dtype="uint8",
            photometric="minisblack" if grey else "rgb",
            tile=(tile, tile),
            compression="adobe_deflate",
            bigtiff=True,
            metadata=None,
            software="cppn_keras",
            maxworkers=1,  # or tiles are drawn ahead of what is written
        )

    return replace_file(path, stream)


def _tile(drawing: Drawing, top: int, left: int, tile: int) -> np.ndarray:
    """A uint8 tile; at the edges filled up with black, as the format wants it."""
    rows, columns = min(tile, drawing.height - top), min(tile, drawing.width - left)
    pixels = to_uint8(drawing.pixels((top, left, rows, columns)))
    pixels = np.pad(pixels, [(0, tile - rows), (0, tile - columns), (0, 0)])
    return pixels[..., 0] if drawing.channels == 1 else pixels  # (tile, tile) or with 3 channels


def _named(tiles: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """A generator, as which tifffile knows tiles that come one by one."""
    yield from tiles
