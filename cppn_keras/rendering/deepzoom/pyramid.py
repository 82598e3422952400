"""The levels and tiles of a Deep Zoom image, and where each lies on the plane.

The last level is the picture at its nominal size, each level before it half the size of the next
(rounded up), the first a single pixel. A pixel of a level is exactly 2 x 2 pixels of the next,
also where the size is odd: then the last row or column reaches over the picture's edge. Source:
Microsoft's "Deep Zoom File Format Overview".
"""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator

import numpy as np

from cppn_keras.checks import whole
from cppn_keras.errors import UserError
from cppn_keras.names import MAX_POSTER_SIDE

Region = tuple[float, float, float, float]  # left, top, right, bottom as shares of the picture
Tile = tuple[int, int, int]  # level, row, column


@dataclasses.dataclass(frozen=True)
class Pyramid:
    """The tiling of a picture of height x width pixels.

    Attributes:
        tile: pixels a side of a tile, without its overlap.
        overlap: pixels that a tile shares with each neighbour on either side of their border.

    Raises:
        UserError: a side outside 1..1048576, a tile outside 16..4096, an overlap outside 0..tile/4.
    """

    height: int
    width: int
    tile: int = 512
    overlap: int = 1

    def __post_init__(self):
        for side in (self.height, self.width):
            whole(side, 1, MAX_POSTER_SIDE, "a poster's side")
        whole(self.tile, 16, 4096, "a tile's side")
        whole(self.overlap, 0, self.tile // 4, "the overlap of tiles")

    @property
    def n_levels(self) -> int:
        """17 for 65536 pixels: 1, 2, 4, …, 65536."""
        return (max(self.height, self.width) - 1).bit_length() + 1

    @property
    def n_single(self) -> int:
        """How many levels, from the coarsest, are a single tile."""
        return sum(self.grid(level) == (1, 1) for level in range(self.n_levels))

    def shrink(self, level: int) -> int:
        """How many pixels of the whole picture a pixel of this level is wide."""
        return 2 ** (self.n_levels - 1 - level)

    def size(self, level: int) -> tuple[int, int]:
        """(height, width) of a level."""
        shrink = self.shrink(level)
        return -(-self.height // shrink), -(-self.width // shrink)

    def grid(self, level: int) -> tuple[int, int]:
        """Tiles down and across."""
        height, width = self.size(level)
        return -(-height // self.tile), -(-width // self.tile)

    def area(self, level: int, row: int, column: int) -> tuple[int, int, int, int]:
        """The pixels of its level that a tile holds: (top, left, rows, columns)."""
        height, width = self.size(level)
        top = max(0, row * self.tile - self.overlap)
        left = max(0, column * self.tile - self.overlap)
        bottom = min(height, (row + 1) * self.tile + self.overlap)
        right = min(width, (column + 1) * self.tile + self.overlap)
        return top, left, bottom - top, right - left

    def touched(self, level: int, region: Region = (0, 0, 1, 1)) -> tuple[range, range]:
        """The rows and columns of tiles that share something with a region."""
        left, top, right, bottom = region
        down, across = self.grid(level)
        high, wide = self.height / self.shrink(level), self.width / self.shrink(level)
        rows = _touched(top * high, bottom * high, self.tile, down)
        return rows, _touched(left * wide, right * wide, self.tile, across)

    def region(self, level: int, row: int, column: int) -> tuple[int, int, int, int]:
        """What a tile shows, in pixels of the whole picture: (top, left, rows, columns)."""
        top, left, rows, columns = self.area(level, row, column)
        shrink = self.shrink(level)
        return shrink * top, shrink * left, shrink * rows, shrink * columns


def check_region(region: Region) -> Region:
    """Raises UserError unless it is left < right and top < bottom, all in 0..1."""
    try:
        left, top, right, bottom = (float(side) for side in region)
    except (TypeError, ValueError):
        left = top = right = bottom = np.nan
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise UserError(
            f"a region is left, top, right, bottom from 0 to 1, such as 0 0 .5 .5; not {region}."
        )
    return left, top, right, bottom


def rectangles(tiles: Iterable[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """(row, column) of tiles → rectangles (left, top, right, bottom) that cover just these.

    The last two are excluded. A whole level is one rectangle, an unfinished one two or three.
    """
    finished, growing = [], {}  # growing: (left, right) → top and bottom
    rows = itertools.groupby(sorted(tiles), key=lambda tile: tile[0])
    for row, in_row in rows:
        extended = {}
        for run in _runs(column for _, column in in_row):
            top, bottom = growing.get(run, (row, row))
            extended[run] = (top if bottom == row else row, row + 1)
            if bottom == row:
                growing.pop(run, None)
        finished += [(left, top, right, bottom) for (left, right), (top, bottom) in growing.items()]
        growing = extended
    return finished + [
        (left, top, right, bottom) for (left, right), (top, bottom) in growing.items()
    ]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers → (first, last + 1) of each unbroken run."""
    start = stop = None
    for number in numbers:
        if number != stop:
            if start is not None:
                yield start, stop
            start = number
        stop = number + 1
    if start is not None:
        yield start, stop


def _touched(start: float, stop: float, tile: int, count: int) -> range:
    """The tiles, of `count` in a line, that share something with start..stop (in pixels)."""
    first = min(int(start // tile), count - 1)
    return range(first, max(first + 1, min(count, int(-(-stop // tile)))))
