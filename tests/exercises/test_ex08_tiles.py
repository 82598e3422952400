"""Checks exercise ex08_tiles with a network that answers every point by the point itself."""

import numpy as np
from checking import Mistake

HINTS = (
    "take a picture of 4 pixels in tiles of 2 and print x of each tile: which x come twice?",
    "only `places` is wrong. A pixel is asked at its middle: where, counted in pixels from the "
    "left edge of the whole picture, is the middle of pixel `first`?",
    "pixel i of n has its middle at 2(i + ½)/n - 1; `places` needs that for i = first, first + 1, "
    "… with n = size, whatever the tile",
)
SIZE, TILE = 10, 4  # two whole tiles and one of 2 pixels


def centers(n):
    """x of the pixels' middles, one by one."""
    return [2 * (i + 0.5) / n - 1 for i in range(n)]


def picture(x, y=None):
    """What comes back if columns are asked at x and rows at y: (n, n, 3), x, y and r."""
    x, y = np.asarray(x), np.asarray(x if y is None else y)
    points = np.zeros((len(y), len(x), 3))
    for i, j in np.ndindex(len(y), len(x)):
        points[i, j] = x[j], y[i], (x[j] ** 2 + y[i] ** 2) ** 0.5
    return points


def across_first(size, tile):
    """Each tile's points column by column, as meshgrid(…, indexing="ij") has them."""
    x, found = np.array(centers(size)), np.zeros((size, size, 3))
    for top in range(0, size, tile):
        for left in range(0, size, tile):
            here = found[top : top + tile, left : left + tile]
            rows, columns = x[top : top + tile], x[left : left + tile]
            here[:] = picture(columns, rows).transpose(1, 0, 2).reshape(here.shape)
    return found


def in_tiles(size, tile, places):
    """x of all pixels, where a tile's are places(first, count)."""
    parts = [places(first, min(tile, size - first)) for first in range(0, size, tile)]
    return np.concatenate(parts)


def mistakes(size, tile):
    x = np.array(centers(size))
    left = 2 * np.arange(size) / size - 1
    twice = "the last pixel of a tile and the first of the next are asked at the same place"
    own = "every tile shows the whole window: count pixels from the picture's edge, `first` on"
    wrong = {
        twice: lambda a, n: np.linspace(2 * a / size - 1, 2 * (a + n) / size - 1, n),
        own: lambda a, n: centers(n),
        f"{own} ": lambda a, n: centers(size)[:n],
        "the last tile is smaller: its pixels are as wide as all others": lambda a, n: (
            2 * (a + (np.arange(n) + 0.5) * tile / n) / size - 1
        ),
        "all tiles begin right, but their pixels are too narrow or too wide: one is 2/size": (
            lambda a, n: 2 * a / size - 1 + 1 / size + np.linspace(0, 2 * n / size, n)
        ),
    }
    whole = picture(x)
    beyond = "x leaves -1 to 1: divide by the *whole* picture's size"
    window = "the window goes from -1 to 1: 2(…)/size - 1"
    half = "a pixel is 2/size wide, so half of it is 1/size"
    wrong |= {
        beyond: lambda a, n: 2 * (a + np.arange(n) + 0.5) / n - 1,
        f"{beyond} ": lambda a, n: 2 * (a + np.arange(n) + 0.5) / tile - 1,
        window: lambda a, n: (a + np.arange(n) + 0.5) / size - 1,
        f"{window} ": lambda a, n: 2 * (a + np.arange(n) + 0.5) / size,
        f"{window}  ": lambda a, n: (a + np.arange(n) + 0.5) / size,
        half: lambda a, n: np.linspace(2 * (a + 1) / size - 1, 2 * (a + n - 1) / size - 1, n),
        "and the last pixel's middle lies half a pixel before the tile's end": lambda a, n: (
            np.linspace(2 * (a + 0.5) / size - 1, 2 * (a + n) / size - 1, n)
        ),
    }
    squared, without, local = whole.copy(), whole.copy(), whole.copy()
    squared[..., 2] **= 2
    without[..., 2] = 0
    middles = np.repeat([x[a : a + tile].mean() for a in range(0, size, tile)], tile)[:size]
    local[..., 2] = picture(x - middles)[..., 2]
    corner = "those are the pixels' left upper corners: the middle is half a pixel further"
    known = [Mistake(picture(in_tiles(size, tile, f)), hint) for hint, f in wrong.items()]
    return [
        *known,
        Mistake(picture(left), corner),
        Mistake(picture(x + 1 / size), "half a pixel too far: pixel i has its middle at i + ½"),
        Mistake(
            picture(np.linspace(-1, 1, size)),
            "without seams, but corner to corner: the first pixel's *middle* is not on the edge",
        ),
        Mistake(whole[..., [1, 0, 2]], "x and y have changed places: x goes along a row"),
        Mistake(across_first(size, tile), "x and y have changed places: x goes along a row"),
        Mistake(whole[::-1], "y grows downwards"),
        Mistake(squared, "r is the distance from the middle, x² + y² its square"),
        Mistake(local, "r is measured from the middle of the whole picture, not of the tile"),
    ]


class Network:
    """Answers every point by itself, or by its first numbers, and keeps count."""

    def __init__(self, channels=3):
        self.calls, self.channels = [], channels

    def __call__(self, points):
        points = np.asarray(points)
        if points.ndim != 2 or points.shape[1] != 3:
            raise ValueError(f"ask takes points (n, 3), x, y and r; these are {points.shape}")
        self.calls.append(len(points))
        return points[:, : self.channels]


def test_tiles(attempt):
    shape = "rows of tiles go below each other, tiles of a row beside each other"
    told = "compare places(0, tile), places(tile, tile), … with the middles of the whole picture "
    told += "(the checker's ask answers a point by its x, y and r)"
    for size, tile in ((SIZE, TILE), (9, 3), (6, 8)):
        ask = Network()
        answer = attempt(ask=ask, size=size, tile=tile)
        answer.equals(picture(centers(size)), mistakes(size, tile), told, shape)
        answer.must(
            max(ask.calls) <= tile**2,
            "more than a tile at once",
            f"a call with {max(ask.calls)} points",
            f"{tile**2} at most",
            "ask for the points of one tile at a time: a poster has more than memory holds",
        )
    grey = attempt(ask=Network(channels=1), size=5, tile=2)
    as_many = "a picture has as many channels as ask answers with, here one: (5, 5, 1)"
    grey.equals(picture(centers(5))[..., :1], hint=told, shape_hint=as_many)
