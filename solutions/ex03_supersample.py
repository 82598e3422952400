"""Exercise of lesson 3: a picture that moves when it is drawn finer."""

import numpy as np

from cppn_keras.coordinates import coordinate_grid


def supersample(colour_at, height, width, n):
    """A picture, (height, width, channels), whose pixels are means of n x n samples.

    The steps are -(n - 1)/2 … (n - 1)/2 parts of a pixel: as far to the left as to the right. They
    began at -(n // 2), which is the same for an odd n. For an even n it is half a part too far to
    the left, half of 1/n of a pixel: 1/4 for 2 x 2 samples, 1/8 for 4 x 4.
    """
    middles = coordinate_grid(height, width, radius=False)  # (points, 2): x, y of each pixel
    pixel = 2 / min(height, width)  # the side of one
    steps = (np.arange(n) - (n - 1) / 2) / n * pixel  # from the middle of a pixel to its samples
    total = 0
    for down in steps:
        for right in steps:
            total = total + colour_at(middles + np.array([right, down]))  # (points, channels)
    return np.reshape(total / n**2, (height, width, -1))
