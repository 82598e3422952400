"""Exercise of lesson 8, write: what would a camera with fewer pixels see?

Check: pytest tests/exercises/test_ex08_pixel_area_average.py
"""

import numpy as np
from keras import ops

from cppn_keras.course.exercises import not_attempted


def pixel_area_average(image, factor):
    """A large picture, seen by a camera with fewer pixels: each of them is a square of many.

    A sheet of one grey keeps its grey. A square that is half ink and half paper becomes one pixel
    of the grey between them, wherever in the square the ink is. No training goes through it.

    Args:
        image: (factor·h, factor·w, channels).
        factor: how many pixels a side of the large picture make one of the small; a whole number.

    Returns:
        (h, w, channels): the average colour of each square, channel by channel.
    """
    return not_attempted()
