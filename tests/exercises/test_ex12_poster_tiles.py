"""Checks exercise ex12_poster_tiles: against pixels that are counted, and the package's posters."""

import numpy as np
from checking import Mistake

from cppn_keras.rendering.deepzoom.pyramid import Pyramid

HINTS = (
    "along one direction first: where do the tiles' own areas begin? range(0, length, tile)",
    "each area grows by `overlap` on both sides, and is then cut at 0 and at the picture's end",
    "spans of rows and spans of columns, every pair of them: two loops, the one over rows outside. "
    "From (top, bottom) and (left, right) to top, left, bottom - top, right - left",
)
CASES = ((100, 70, 32, 1), (64, 96, 32, 0), (65, 33, 16, 3), (20, 15, 32, 4), (16, 300, 16, 2))


def spans(length, tile, overlap, before=True, after=True, cut=True, count=None):
    """(start, stop) of tiles in a line, with mistakes to order."""
    count = -(-length // tile) if count is None else count
    found = []
    for i in range(count):
        start = i * tile - overlap * before
        stop = (i + 1) * tile + overlap * after
        found.append((max(0, start), min(length, stop)) if cut else (start, stop))
    return found


def tiles_of(down, across):
    return np.array([(t, a, b - t, c - a) for t, b in down for a, c in across]).reshape(-1, 4)


def right(height, width, tile, overlap):
    """By the package, which has these as the finest level of a poster."""
    pyramid = Pyramid(height, width, tile, overlap)
    level = pyramid.n_levels - 1
    rows, columns = pyramid.grid(level)
    return [pyramid.area(level, row, column) for row in range(rows) for column in range(columns)]


def corners(tiles):
    """top, left, bottom, right."""
    tiles = np.asarray(tiles)
    return np.concatenate([tiles[:, :2], tiles[:, :2] + tiles[:, 2:]], axis=1)


def mistakes(height, width, tile, overlap):
    def both(**options):
        return tiles_of(spans(height, tile, overlap, **options),
                        spans(width, tile, overlap, **options))  # fmt: skip

    tiles = np.asarray(right(height, width, tile, overlap))
    per_row = -(-width // tile)
    by_columns = tiles.reshape(-1, per_row, 4).swapaxes(0, 1).reshape(-1, 4)
    one = "the overlap is on both sides of a border: each of the two tiles shows some of the other"
    within = "the tiles' own areas are `tile` wide, whatever the overlap"
    narrower = [
        tiles_of(*(spans(side, tile - n * overlap, overlap) for side in (height, width)))
        for n in (1, 2)
    ]
    few = [spans(side, tile, overlap, count=side // tile) for side in (height, width)]
    return [
        Mistake(both(before=False, after=False), "where is the overlap?"),
        Mistake(both(before=False), one),
        Mistake(both(after=False), one),
        Mistake(both(cut=False), "cut at the picture's edges: there is nothing beyond"),
        *[Mistake(narrow, within) for narrow in narrower],
        Mistake(tiles_of(*few), "rounded down: what is left at the edge wants a tile, too"),
        Mistake(corners(tiles), "top, left, rows, columns: how many rows, not where they end"),
        Mistake(by_columns, "row by row: the loop over rows is the outer one"),
        Mistake(tiles[:, [1, 0, 3, 2]], "top before left, rows before columns"),
    ]


def in_own_tile(tiles, height, width, tile) -> np.ndarray:
    """(height, width): whether the tile in whose own area a pixel lies shows it."""
    y, x = np.mgrid[:height, :width]
    number = y // tile * -(-width // tile) + x // tile
    top, left, bottom, right_ = np.moveaxis(corners(tiles)[number], -1, 0)
    return (top <= y) & (y < bottom) & (left <= x) & (x < right_)


def check_numbers(answer, height, width):
    """A list of four whole numbers each, within the picture."""
    value = answer.value if answer.value is not None else []
    fits = all(np.size(one) == 4 for one in value) if hasattr(value, "__len__") else False
    came = f"{type(answer.value).__name__}: {value!r:.50}"
    hint = "a list of tuples (top, left, rows, columns), one for each tile"
    answer.must(fits and len(value), "not what was asked for", came, "four numbers a tile", hint)
    answer.value = np.array([tuple(one) for one in value])


def test_poster_tiles(attempt):
    for height, width, tile, overlap in CASES:
        answer = attempt(height=height, width=width, tile=tile, overlap=overlap)
        check_numbers(answer, height, width)
        expected = np.asarray(right(height, width, tile, overlap))
        known = mistakes(height, width, tile, overlap)
        shape = f"{-(-height // tile)} rows of {-(-width // tile)} tiles: their own areas are "
        shape += "`tile` wide, whatever the overlap, and the last of a row is what is left"
        answer.equals(expected, known, "draw one row of tiles on paper, with its borders", shape)
        all_shown = in_own_tile(answer.array, height, width, tile).all()
        hint = "every pixel lies in the own area of one tile, which shows it"
        answer.must(all_shown, "pixels of no tile", "a gap", "none", hint)
