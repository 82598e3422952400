"""Exercise of lesson 4, change: features of a picture that repeats without a seam.

Check: pytest tests/exercises/test_ex04_tiling_features.py
"""

import numpy as np
from keras import ops

from cppn_keras.course.exercises import not_attempted


def tiling_features(coordinates, frequencies, period):
    """Fourier features of a tile: all that a network makes of them repeats, whatever its weights.

    As `fourier_features`, but that the plane is paved: a place and the place one period further
    have the same features, to the right and downwards. The tiles meet without a seam: nothing
    jumps at their edges, and no tile is a mirror image of its neighbour. Every feature still is a
    plane wave, first m copies that are 0 at (0, 0), then m that are 1 there. Among the waves that
    repeat so, each is the one whose frequency is nearest to what was asked, in both numbers.

    Args:
        coordinates: (..., points, 2): x and y of each point, within -1 and 1 or beyond.
        frequencies: (2, m): of each wave its cycles across 2 units, to the right and downwards;
            fractions mostly, so that these waves do not repeat with the tile.
        period: two numbers: how wide and how high a tile is. (1.0, 0.5) are two tiles across the
            picture, which is 2 wide, and four from its top to its bottom.

    Returns:
        (..., points, 2·m). Gradients have to pass from the features to the coordinates.
    """
    return not_attempted()
