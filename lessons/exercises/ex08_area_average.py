"""Exercise of lesson 8, find: a camera that counts some of the ink twice.

Check: pytest tests/exercises/test_ex08_area_average.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def area_average(image, n):
    """A large picture, seen by a camera with n x n pixels: each is the average over its area.

    The n x n areas tile the picture: all are squares of one size, without gaps. Where `n` does not
    divide `size`, their borders run through pixels of the large picture. Such a pixel belongs to
    the areas on both sides, to each by the share of it that lies there.

    What somebody saw: from 520 to 26 pixels a side all is right. From 520 to 9 a sheet of one grey
    still is right, and a picture looks right. But a line that is one pixel wide may come out
    twice, at full strength in two small pixels side by side, and then the small picture has more
    ink than the large one.

    Args:
        image: NumPy array (size, size, channels).
        n: pixels a side of the small picture, a whole number from 1 to `size`.

    Returns:
        (n, n, channels): the average colour of each area, channel by channel.
    """
    not_attempted()  # delete this line once you have mended what is below
    size = len(image)
    place = np.arange(size)  # where each pixel begins; it ends at place + 1
    borders = np.arange(n + 1) * size / n
    low, high = borders[:-1, None], borders[1:, None]  # (n, 1) each
    weights = ((place < high) & (place + 1 > low)).astype(float)  # (n, size)
    weights /= weights.sum(axis=1, keepdims=True)  # each area's weights add up to 1
    return np.einsum("ir,jc,rck->ijk", weights, weights, image, optimize=True)
