"""Tiled BigTIFF: one file for a picture of any size, of which a program reads the part it shows."""

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np

from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.files import check_target, replace_file
from cppn_keras.rendering.drawing import check_size, render, to_uint8


def render_tiff(
    cppn: keras.Model,
    z: np.ndarray,
    path: str | Path,
    height: int,
    width: int,
    view: View = View(),
    subpixels: int = 1,
    tile: int = 512,
    progress: bool = False,
) -> Path:
    """Draws one z into a BigTIFF of deflated tiles, 8 bits a channel; memory holds a tile.

    Arguments and pixels are those of `render`; `tile` is a tile's side, a multiple of 16. Needs
    tifffile, the extra `[tiff]`.

    Raises:
        UserError: as `render`; no tifffile; an existing file is replaced only on success.
    """
    tifffile = import_tifffile()
    check_size(height, width)
    check_target(path, ".tif", ".tiff")
    channels = cppn.output.shape[-1]
    if channels not in (1, 3):
        raise UserError(f"a picture has 1 or 3 channels; this CPPN has {channels}.")
    if tile < 16 or tile % 16:
        raise UserError(f"a TIFF's tiles have 16, 32, … pixels a side, not {tile}.")
    if render(cppn, z, 1, 1, view).ndim != 3:  # raises for a wrong z
        raise UserError(f"a file holds one picture, but z holds {len(z)}.")
    n_tiles = -(-height // tile) * -(-width // tile)
    bar = keras.utils.Progbar(n_tiles, unit_name="tile") if progress else None

    def write(temporary: Path) -> None:
        tifffile.imwrite(
            temporary,
            _tiles(cppn, z, height, width, view, subpixels, tile, bar),
            shape=(height, width) if channels == 1 else (height, width, 3),
            dtype="uint8",
            photometric="minisblack" if channels == 1 else "rgb",
            tile=(tile, tile),
            compression="adobe_deflate",
            bigtiff=True,
            metadata=None,
            software="cppn_keras",
            maxworkers=1,  # or tiles are drawn ahead of what is written
        )

    return replace_file(path, write)


def import_tifffile():
    """The module tifffile. Raises UserError where it is not installed."""
    try:
        import tifffile
    except ImportError:
        raise UserError("TIFF needs the package tifffile: pip install tifffile") from None
    return tifffile


def _tiles(cppn, z, height, width, view, subpixels, tile, bar) -> Iterator[np.ndarray]:
    """uint8 tiles, row by row, those at the edges filled up with black: the format wants it."""
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            region = (top, left, min(tile, height - top), min(tile, width - left))
            pixels = to_uint8(render(cppn, z, height, width, view, subpixels, region))
            missing = [(0, tile - region[2]), (0, tile - region[3]), (0, 0)]
            pixels = np.pad(pixels, missing)  # (tile, tile, channels)
            yield pixels[..., 0] if pixels.shape[-1] == 1 else pixels
            if bar:
                bar.add(1)
