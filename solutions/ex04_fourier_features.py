"""Exercise of lesson 4, write: a place in the picture as waves of many lengths."""

import numpy as np
from keras import ops


def fourier_features(coordinates, frequencies):
    """What a network sees in place of x and y, so that it can tell neighbours apart.

    A cycle is 2π, and the picture is 2 wide: F cycles across it are 2π F / 2 = π F per unit.
    """
    phase = np.pi * ops.matmul(coordinates, frequencies)  # (..., points, m)
    return ops.concatenate([ops.sin(phase), ops.cos(phase)], axis=-1)  # (..., points, 2·m)
