"""What the tests of posters share."""

import json
import re

import imageio.v3 as iio
import numpy as np


def page_poster(page):
    """What a page knows of its poster."""
    return json.loads(re.search(r"const poster = (.*);</script>", page)[1])


def assert_same_pixels(a, b):
    assert np.abs(np.asarray(a, int) - np.asarray(b, int)).max() <= 1


def tiles_of(path):
    """{(level, row, column): pixels (rows, columns, channels)} of a poster on disk."""
    tiles = {}
    for file in path.with_name(f"{path.stem}_files").glob("*/*.png"):
        column, row = map(int, file.stem.split("_"))
        pixels = iio.imread(file)
        tiles[int(file.parent.name), row, column] = np.atleast_3d(pixels)
    return tiles


def stitch(tiles, level, height, width, tile, overlap):
    """One level from its tiles. Where tiles overlap they must agree to one grey level."""
    channels = next(iter(tiles.values())).shape[-1]
    whole = np.full((height, width, channels), -1)
    for (_, row, column), pixels in sorted((k, v) for k, v in tiles.items() if k[0] == level):
        top = row * tile - (overlap if row else 0)
        left = column * tile - (overlap if column else 0)
        here = whole[top : top + pixels.shape[0], left : left + pixels.shape[1]]
        assert here.shape == pixels.shape
        assert np.abs(here - pixels)[here >= 0].max(initial=0) <= 1
        here[:] = pixels
    assert whole.min() >= 0  # nothing was left out
    return whole
