"""Exercise of lesson 8, find: a poster with seams.

Check: pytest tests/exercises/test_ex08_tiles.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def tiles(ask, size, tile):
    """Draws a picture tile by tile and puts the tiles together.

    The window is that of every picture here: x from -1 at the left edge to 1 at the right one, y
    from -1 at the top to 1 at the bottom; a pixel is asked at its middle (lesson 3). A picture in
    tiles is to be the very picture that is drawn at once, whatever the tile's size.

    The symptom: with one tile a three looks right. With many, its strokes have a small kink
    wherever two tiles meet, as if the tiles had been cut out a little too large.

    Args:
        ask: float32 (n, 3), the columns x, y and r, → colours (n, channels); the network.
        size: pixels a side of the picture.
        tile: pixels a side of a tile. The last tile of a row or column may be smaller.

    Returns:
        (size, size, channels).
    """
    not_attempted()  # delete this line once you have mended what is below

    def places(first, count):
        """Where `count` pixels are, beginning with pixel `first`; x and y alike."""
        start, stop = 2 * first / size - 1, 2 * (first + count) / size - 1
        return np.linspace(start, stop, count)

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
