"""Exercise of lesson 4, change: features of a picture that repeats without a seam."""

import numpy as np
from keras import ops


def tiling_features(coordinates, frequencies, period):
    """Fourier features of a tile: all that a network makes of them repeats, whatever its weights.

    A wave repeats with the tile if it makes a whole number of cycles in it. One cycle a tile is
    2 / period cycles across the picture; multiples of that are the frequencies that fit.
    """
    one_cycle = 2 / np.asarray(period, "float32")[:, None]  # (2, 1)
    fitting = one_cycle * np.round(frequencies / one_cycle)  # (2, m)
    phase = np.pi * ops.matmul(coordinates, fitting)  # (..., points, m)
    return ops.concatenate([ops.sin(phase), ops.cos(phase)], axis=-1)  # (..., points, 2·m)
