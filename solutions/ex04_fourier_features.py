"""Exercise of lesson 4: a place in the picture as sines and cosines."""

import numpy as np
from keras import ops


def fourier_features(coordinates, frequencies):
    """What a network sees in place of x and y, so that it can tell neighbours apart."""
    phase = np.pi * ops.matmul(coordinates, frequencies)  # (..., points, m)
    return ops.concatenate([ops.sin(phase), ops.cos(phase)], axis=-1)  # (..., points, 2·m)
