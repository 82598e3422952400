"""Deep Zoom posters: a picture of any size as tiles on several levels, each drawn from the model.

    name.dzi                        size and tiling, in XML
    name_files/LEVEL/COLUMN_ROW.png the tiles
    name_files/poster.json          what they show, so that two posters are never mixed
    index.html                      a page that shows it, also from disk

Nothing is shrunk or enlarged: a tile of any level is asked of the CPPN. Tiles that are there are
kept, so that a run goes on where another one stopped, and deeper levels or parts can be added.
"""

import dataclasses
import hashlib
import itertools
import json
import math
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import numpy as np

from cppn_keras.checks import whole
from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.files import check_target, remove_temporary, replace_file, write_json
from cppn_keras.rendering.formats.png import save_png
from cppn_keras.rendering.deepzoom.pyramid import MAX_POSTER_SIDE, Pyramid, Region, check_region, rectangles
from cppn_keras.rendering.drawing import MAX_SUBPIXELS, render
from cppn_keras.rendering.deepzoom.viewer import page, page_belongs_to, read_openseadragon

TILE_NAME = re.compile(r"(\d+)_(\d+)\.png")
NAMES = ("name", "inbound_nodes", "input_layers", "output_layers", "build_config", "module")


def render_deepzoom(
    cppn: keras.Model,
    z: np.ndarray,
    path: str | Path,
    size: int | tuple[int, int],
    view: View = View(),
    subpixels: int | Callable[[int, int], int] = 1,
    tile: int = 512,
    overlap: int = 1,
    levels: int | None = None,
    region: Region = (0, 0, 1, 1),
    openseadragon: str | Path | None = None,
    progress: bool = False,
) -> Path:
    """Draws a poster that can be looked into: `path` (name.dzi), its tiles and an index.html.

    Args:
        cppn, z, view: as `render`; z is one (latent,).
        size: nominal pixels a side, or (height, width); up to 1048576.
        subpixels: as `render`, or a function of a level's (height, width), such as
            `Sampler.subpixels`: small levels need more of them for smooth edges.
        tile, overlap: pixels a side of a tile, and how many it shares with its neighbours.
        levels: draw only so many levels now, from the coarsest; all when None.
        region: draw only tiles that touch (left, top, right, bottom), shares of the picture.
        openseadragon: an openseadragon.min.js to show the poster with, in place of our viewer.
        progress: show a bar with an estimate over the tiles that are missing.

    Returns:
        `path`. Memory holds a tile at a time. A later call with the same picture adds what is
        missing, so deeper levels or other regions can follow.

    Raises:
        UserError: as `render`; or the tiles there are of another poster.
    """
    poster = Poster(cppn, z, path, size, view, subpixels, tile, overlap, openseadragon)
    poster.draw(levels, region, progress)
    return poster.path


class Poster:
    """A Deep Zoom image on disk, and the model that draws its tiles. Arguments and errors are
    those of `render_deepzoom`.

    Attributes:
        path, folder, index: name.dzi, name_files and index.html.
        pyramid: its levels and tiles.
    """

    def __init__(
        self,
        cppn: keras.Model,
        z: np.ndarray,
        path: str | Path,
        size: int | tuple[int, int],
        view: View = View(),
        subpixels: int | Callable[[int, int], int] = 1,
        tile: int = 512,
        overlap: int = 1,
        openseadragon: str | Path | None = None,
    ):
        check_target(path, ".dzi")
        self.path = Path(path)
        self.folder = self.path.with_name(f"{self.path.stem}_files")
        self.index = self.path.with_name("index.html")
        sides = size if isinstance(size, tuple | list) else (size, size)
        if len(sides) != 2:
            raise UserError(f"a size is a number of pixels, or (height, width), not {size!r:.60}.")
        height, width = (whole(side, 1, MAX_POSTER_SIDE, "a poster's side") for side in sides)
        self.pyramid = Pyramid(height, width, tile, overlap)
        self.cppn, self.z, self.view = cppn, z, view
        self.openseadragon = read_openseadragon(openseadragon)
        if render(cppn, z, 1, 1, view).ndim != 3:  # raises for a wrong CPPN, z or view
            raise UserError(f"a poster shows one picture, but z holds {len(z)}.")
        if cppn.output.shape[-1] not in (1, 3):
            raise UserError(f"a PNG has 1 or 3 channels; this CPPN has {cppn.output.shape[-1]}.")
        sizes = [self.pyramid.size(level) for level in range(self.pyramid.n_levels)]
        self.subpixels = [subpixels(*s) if callable(subpixels) else subpixels for s in sizes]
        for number in self.subpixels:
            whole(number, 1, MAX_SUBPIXELS, "subpixels")
        if not self.path.stem.isprintable():
            raise UserError(f"{str(self.path)!a} has a name that no page can link to.")
        self._claim()

    def draw(
        self, levels: int | None = None, region: Region = (0, 0, 1, 1), progress: bool = False
    ) -> None:
        """Draws the missing tiles of the first levels; see `render_deepzoom`."""
        if levels is not None:
            whole(levels, 1, 10**9, "levels")
        last = min(levels or self.pyramid.n_levels, self.pyramid.n_levels)
        spans = [self.pyramid.touched(level, check_region(region)) for level in range(last)]
        missing = sum(self._count_missing(level, *span) for level, span in enumerate(spans))
        bar = keras.utils.Progbar(missing, unit_name="tile") if progress and missing else None
        replace_file(self.path, lambda temporary: temporary.write_text(self._xml()))
        for level, (rows, columns) in enumerate(spans):
            remove_temporary(self.folder / str(level))
            present = set(self._present(level))
            try:
                for row, column in itertools.product(rows, columns):
                    if (row, column) not in present:
                        self.draw_tile(level, row, column)
                        if bar:
                            bar.add(1)
            finally:
                self.write_page()  # after each level, and after Ctrl-C: it knows what there is

    def draw_tile(self, level: int, row: int, column: int) -> Path:
        """Draws one tile, whether or not it is there, and returns its path."""
        area = self.pyramid.area(level, row, column)
        view = self.pyramid.window(self.view, level, area)
        image = render(self.cppn, self.z, *area[2:], view, self.subpixels[level])
        return save_png(image, self.tile_path(level, row, column))

    def tile_path(self, level: int, row: int, column: int) -> Path:
        return self.folder / str(level) / f"{column}_{row}.png"

    def drawn(self) -> list[list[tuple[int, int, int, int]]]:
        """For each level the rectangles of tiles that are there, see `rectangles`."""
        return [rectangles(self._present(level)) for level in range(self.pyramid.n_levels)]

    def summary(self) -> str:
        """How much of the poster there is, in words."""
        there = [sum(1 for _ in self._present(level)) for level in range(self.pyramid.n_levels)]
        whole = [math.prod(self.pyramid.grid(level)) for level in range(self.pyramid.n_levels)]
        full = next((i for i, n in enumerate(whole) if there[i] < n), len(whole))
        text = f"{sum(there)} of {sum(whole)} tiles"
        if 0 < full < len(whole):
            height, width = self.pyramid.size(full - 1)
            text += f", {full} of {len(whole)} levels whole, to {height} x {width} pixels"
        return text

    def page(self, every_tile: bool = False) -> str:
        """The HTML that shows the tiles that are there, or `every_tile` of all levels."""
        if every_tile:
            grids = [self.pyramid.grid(level) for level in range(self.pyramid.n_levels)]
            drawn = [[(0, 0, across, down)] for down, across in grids]
        else:
            drawn = self.drawn()
        poster = dataclasses.asdict(self.pyramid) | {"name": self.path.stem, "levels": drawn}
        return page(poster, self.openseadragon)

    def write_page(self) -> Path:
        text = self.page()
        return replace_file(self.index, lambda path: path.write_text(text, encoding="utf-8"))

    def _count_missing(self, level: int, rows: range, columns: range) -> int:
        there = sum(row in rows and column in columns for row, column in self._present(level))
        return len(rows) * len(columns) - there

    def _present(self, level: int) -> Iterator[tuple[int, int]]:
        """(row, column) of the tiles of a level that are there."""
        folder = self.folder / str(level)
        for name in os.listdir(folder) if folder.is_dir() else ():
            if found := TILE_NAME.fullmatch(name):
                yield int(found[2]), int(found[1])

    def _xml(self) -> str:
        p = self.pyramid
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="png" '
            f'Overlap="{p.overlap}" TileSize="{p.tile}">\n'
            f'  <Size Height="{p.height}" Width="{p.width}"/>\n</Image>\n'
        )

    def _claim(self) -> None:
        """Makes the folder and notes whose tiles it holds; raises UserError if they are others'."""
        if self.index.exists() and not page_belongs_to(self.index, self.path.stem):
            own = self.path.parent / self.path.stem / self.path.name
            raise UserError(f"{self.index} is not this poster's; save it as {own}, for instance.")
        note = self.folder / "poster.json"
        if not self.folder.is_dir() or not os.listdir(self.folder):
            write_json(self._identity(), note)
            return
        try:
            there = json.loads(note.read_text())
            different = [key for key, value in self._identity().items() if there[key] != value]
        except (OSError, ValueError, TypeError, KeyError):
            different = ["tiles or none"]
        if different:
            raise UserError(
                f"{self.folder} is another poster's (other {', '.join(different)}); "
                "choose another name, or delete that folder first."
            )

    def _identity(self) -> dict:
        view = self.view
        shown = {"center": list(view.center), "extent": view.extent, "rotation": view.rotation}
        return {
            "weights": _digest(self.cppn),
            "z": np.asarray(self.z, "float32").tolist(),
            "view": {key: np.asarray(value, "float64").tolist() for key, value in shown.items()},
            "size": [int(self.pyramid.height), int(self.pyramid.width)],
            "tile": [int(self.pyramid.tile), int(self.pyramid.overlap)],
            "subpixels": [int(n) for n in self.subpixels],
        }


def _digest(cppn: keras.Model) -> str:
    """SHA-256 of the weights and the layers, whatever the layers are called."""
    digest = hashlib.sha256(json.dumps(_unnamed(json.loads(cppn.to_json()))).encode())
    for weight in cppn.get_weights():
        digest.update(f"{weight.shape}{weight.dtype}".encode() + weight.tobytes())
    return digest.hexdigest()


def _unnamed(config):
    """A configuration without the names, which count up from model to model."""
    if isinstance(config, dict):
        return {k: _unnamed(config[k]) for k in sorted(config) if k not in NAMES}
    return [_unnamed(value) for value in config] if isinstance(config, list) else config
