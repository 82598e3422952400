"""Exercise of lesson 9, write: how far a digit leans, whatever its size and brightness.

Check: pytest tests/exercises/test_ex09_slant.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def slant(images):
    """How far the ink moves to the right per pixel that it rises, picture by picture.

    Read a picture as a heap of ink: each pixel lies at a place, x to the right and *y upwards*,
    and weighs as much as it is bright. The slant is the slope of the line x = slant · y + start
    that fits the ink best: the squared distances *along the rows* are least, each pixel counted
    with its weight. A digit that leans to the right, as / does, has a slant above 0.

    It follows that a picture of half the brightness has the same slant, and so has one that is
    drawn with twice as many pixels a side, or that shows the digit in another place.

    Args:
        images: NumPy array (n, height, width, 1), 0 and above; height and width are any.

    Returns:
        (n,). 0 where there is no line to fit: in a picture without ink, and where all ink is in
        one row. No NaN, and no warning.
    """
    return not_attempted()
