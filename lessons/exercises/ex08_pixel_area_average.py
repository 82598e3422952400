"""Exercise of lesson 8: a pixel is the average over its area.

Check: pytest tests/exercises/test_ex08_pixel_area_average.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def pixel_area_average(image, factor):
    """A large picture, seen by a camera with fewer pixels.

    Args:
        image: (factor·h, factor·w, channels).
        factor: how many pixels a side of the large picture make one of the small; a whole number.

    Returns:
        (h, w, channels): at [i, j, c] the *mean* of channel c over the factor x factor pixels in
        rows factor·i to factor·i + factor - 1 and columns factor·j to factor·j + factor - 1.

    Hint: ops.reshape can give rows an axis of their own within a square, and columns too:
    (h, factor, w, factor, channels). Which two of the five axes are within the square?
    """
    return not_attempted()
