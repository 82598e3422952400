"""Exercise of lesson 3, write: where the pixels are.

Check: pytest tests/exercises/test_ex03_coordinate_grid.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def coordinate_grid(height, width, scale):
    """The middle of every pixel, row by row from the top.

    Pixels are squares, all of one size, and fill the picture without a gap. The *shorter* side of
    the picture runs, from border to border, from -scale to scale; the longer side shows more of
    the plane. (0, 0) is the middle of the picture.

    Args:
        height, width: pixels of the picture.
        scale: half of what the shorter side spans.

    Returns:
        (height·width, 2): x, which grows to the right, and y, which grows downwards; first of the
        pixel at the top left, then of its neighbour to the right. For 1 x 3 pixels and scale 1
        that is [[-2, 0], [0, 0], [2, 0]].
    """
    return not_attempted()
