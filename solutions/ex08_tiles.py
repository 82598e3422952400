"""Exercise of lesson 8, find: a poster with seams."""

import numpy as np


def tiles(ask, size, tile):
    """Draws a picture tile by tile and puts the tiles together."""

    def places(first, count):
        """Where `count` pixels are, beginning with pixel `first`; x and y alike."""
        # A pixel's middle, counted in the whole picture. Spread from edge to edge of its tile, the
        # last pixel of one tile and the first of the next would be the same place.
        return 2 * (first + np.arange(count) + 0.5) / size - 1

    bands = []
    for top in range(0, size, tile):
        y = places(top, min(tile, size - top))
        band = []
        for left in range(0, size, tile):
            x = places(left, min(tile, size - left))
            points = np.stack(np.meshgrid(x, y), axis=-1)  # (rows, columns, 2)
            r = np.linalg.norm(points, axis=-1, keepdims=True)
            points = np.concatenate([points, r], axis=-1).reshape(-1, 3)
            colours = np.asarray(ask(points.astype("float32")))
            band.append(colours.reshape(len(y), len(x), -1))
        bands.append(np.concatenate(band, axis=1))
    return np.concatenate(bands, axis=0)
