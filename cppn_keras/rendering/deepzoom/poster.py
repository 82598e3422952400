"""Deep Zoom posters: a picture of any size as tiles on several levels, each drawn from the model.

    name.dzi                        size and tiling, in XML
    name_files/LEVEL/COLUMN_ROW.png the tiles
    name_files/poster.json          what they show, so that two posters are never mixed
    index.html                      a page that shows it, also from disk

Nothing is shrunk or enlarged: a tile of any level is asked of the CPPN. Tiles that are there are
kept, so that a run goes on where another one stopped, and deeper levels or parts can be added.
"""

import contextlib
import dataclasses
import hashlib
import itertools
import json
import math
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import keras
import numpy as np

from cppn_keras.checks import whole
from cppn_keras.errors import UserError
from cppn_keras.files import TEMPORARY, check_target, remove_temporary, replace_file, write_json
from cppn_keras.names import MAX_PROCESSES
from cppn_keras.progress import progress
from cppn_keras.rendering.deepzoom.pool import draw_tiles
from cppn_keras.rendering.deepzoom.pyramid import (
    Pyramid,
    Region,
    Tile,
    check_region,
    rectangles,
)
from cppn_keras.rendering.deepzoom.viewer import page, page_belongs_to, read_openseadragon
from cppn_keras.rendering.drawing import Drawing, check_one_picture
from cppn_keras.rendering.formats.png import png_bytes

TILE_NAME = re.compile(r"(\d+)_(\d+)\.png")
NAMES = ("name", "inbound_nodes", "input_layers", "output_layers", "build_config", "module")


def write(
    drawing: Drawing,
    path: Path,
    tile: int = 512,
    overlap: int = 1,
    openseadragon: str | Path | None = None,
    **which,
) -> Path:
    """A poster that can be looked into: `path` (name.dzi), its tiles and an index.html. See `save`.

    Args:
        tile, overlap, openseadragon: those of `Poster`.
        which: what to draw now, and by whom: the arguments of `Poster.draw`.

    Returns:
        `path`. Memory holds a tile at a time. A later call with the same drawing adds what is
        missing, so deeper levels or other regions can follow.

    Raises:
        UserError: the tiles there are of another poster, or an option is none.
    """
    poster = Poster(drawing, path, tile, overlap, openseadragon)
    poster.draw(**which)
    return poster.path


class Poster:
    """A Deep Zoom image on disk, and the drawing whose windows its tiles are.

    Args:
        drawing: of one z; up to 1048576 pixels a side.
        path: name.dzi.
        tile, overlap: pixels a side of a tile, and how many it shares with its neighbours.
        openseadragon: an openseadragon.min.js to show the poster with, in place of our viewer.

    Attributes:
        path, folder, index: name.dzi, name_files and index.html.
        pyramid: its levels and tiles.

    Raises:
        UserError: a wrong argument, or the tiles there are of another poster.
    """

    def __init__(
        self,
        drawing: Drawing,
        path: str | Path,
        tile: int = 512,
        overlap: int = 1,
        openseadragon: str | Path | None = None,
    ):
        check_target(path, ".dzi")
        check_one_picture(drawing)
        self.drawing, self.path = drawing, Path(path)
        self.folder = self.path.with_name(f"{self.path.stem}_files")
        self.index = self.path.with_name("index.html")
        self.pyramid = Pyramid(drawing.height, drawing.width, tile, overlap)
        self.openseadragon = read_openseadragon(openseadragon)
        self.window(0, 0, 0)  # raises for a network that draws one size only
        if not self.path.stem.isprintable():
            raise UserError(f"{str(self.path)!a} has a name that no page can link to.")
        self._claim()

    def draw(
        self,
        levels: int | None = None,
        region: Region = (0, 0, 1, 1),
        processes: int | None = None,
        ray: str | None = None,
    ) -> None:
        """Draws missing tiles, with a bar.

        Args:
            levels: only so many levels now, from the coarsest; all when None.
            region: only tiles that touch (left, top, right, bottom), shares of the picture.
            processes: how many draw, 1 being this one. None: this one, and one for each core where
                that saves more time than their start takes.
            ray: the address of a Ray cluster whose workers draw: "auto", "local" or host:port.

        Raises:
            UserError: an argument that is none, a tile that cannot be written, or a process that
                was killed. What is drawn by then stays.
        """
        if levels is not None:
            whole(levels, 1, 10**9, "levels")
        if processes is not None:
            whole(processes, 1, MAX_PROCESSES, "processes")
        last = min(levels or self.pyramid.n_levels, self.pyramid.n_levels)
        spans = [self.pyramid.touched(level, check_region(region)) for level in range(last)]
        missing = sum(self._count_missing(level, *span) for level, span in enumerate(spans))
        replace_file(self.path, lambda temporary: temporary.write_text(self._xml()))
        drawn = draw_tiles(self, self._missing(spans), missing, processes, ray)
        try:
            with contextlib.closing(drawn):
                for _ in progress(drawn, self.path.name, missing):
                    pass
        finally:
            self.write_page()  # after Ctrl-C, too: it knows what there is

    def _missing(self, spans: list[tuple[range, range]]) -> Iterator[Tile]:
        """Tiles to draw, and the page anew when all of a level are given out."""
        for level, (rows, columns) in enumerate(spans):
            remove_temporary(self.folder / str(level))
            present = set(self._present(level))
            for row, column in itertools.product(rows, columns):
                if (row, column) not in present:
                    yield level, row, column
            self.write_page()

    def window(self, level: int, row: int, column: int) -> Drawing:
        """What a tile shows, as a drawing of its own."""
        rows, columns = self.pyramid.area(level, row, column)[2:]
        return self.drawing.window(self.pyramid.region(level, row, column), rows, columns)

    def draw_tile(self, level: int, row: int, column: int) -> Path:
        """Draws one tile, whether or not it is there, and returns its path."""
        return self.keep_tile(self.tile_png(level, row, column), level, row, column)

    def tile_png(self, level: int, row: int, column: int) -> bytes:
        """Draws one tile, as the content of its file."""
        return png_bytes(self.window(level, row, column).pixels())

    def keep_tile(self, content: bytes, level: int, row: int, column: int) -> Path:
        """Writes a tile's file, and returns its path."""
        path = self.tile_path(level, row, column)
        return replace_file(path, lambda temporary: temporary.write_bytes(content))

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
        """The page of the tiles that are there, those of another process that draws, too."""
        text = None
        while text != (text := self.page()):  # tiles that came meanwhile would be left out
            replace_file(self.index, partial(Path.write_text, data=text, encoding="utf-8"))
        return self.index

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
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        if all(TEMPORARY.fullmatch(name) for name in names):  # of another process that begins
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
        view, pyramid = self.drawing.view, self.pyramid
        shown = {"center": list(view.center), "extent": view.extent, "rotation": view.rotation}
        levels = range(pyramid.n_levels)
        return {
            "weights": _digest(self.drawing.cppn),
            "z": self.drawing.z.tolist(),
            "view": {key: np.asarray(value, "float64").tolist() for key, value in shown.items()},
            "size": [int(pyramid.height), int(pyramid.width)],
            "tile": [int(pyramid.tile), int(pyramid.overlap)],
            "subpixels": [self.window(level, 0, 0).supersampling for level in levels],
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
