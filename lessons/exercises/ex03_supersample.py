"""Exercise of lesson 3, find: a picture that moves when it is drawn finer.

Check: pytest tests/exercises/test_ex03_supersample.py
"""

import numpy as np

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.course.exercises import not_attempted


def supersample(colour_at, height, width, n):
    """A picture whose pixels are means of n x n samples.

    The samples lie in the middles of n x n small squares, which fill the square of the pixel.

    One line is wrong. What was seen: with 1 x 1 and with 3 x 3 samples per pixel the picture is
    where it should be. With 2 x 2 all of it moves by a quarter of a pixel, with 4 x 4 by an eighth.

    Args:
        colour_at: a function of places (points, 2), columns x and y, that returns their colours
            (points, channels).
        height, width: pixels of the picture, whose shorter side runs from -1 to 1.
        n: samples along the side of a pixel, 1 or more.

    Returns:
        (height, width, channels).
    """
    not_attempted()  # delete this line once you have mended what is below
    middles = coordinate_grid(height, width, radius=False)  # (points, 2): x, y of each pixel
    pixel = 2 / min(height, width)  # the side of one
    steps = (np.arange(n) - n // 2) / n * pixel  # from the middle of a pixel to its samples
    total = 0
    for down in steps:
        for right in steps:
            total = total + colour_at(middles + np.array([right, down]))  # (points, channels)
    return np.reshape(total / n**2, (height, width, -1))
