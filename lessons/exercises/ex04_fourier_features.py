"""Exercise of lesson 4: a place in the picture as sines and cosines.

Check: pytest tests/exercises/test_ex04_fourier_features.py
"""

import numpy as np
from keras import ops

from cppn_keras.course.exercises import not_attempted


def fourier_features(coordinates, frequencies):
    """What a network sees in place of x and y, so that it can tell neighbours apart.

    Args:
        coordinates: p, (..., points, 2): x and y of each point, -1 to 1 across the picture.
        frequencies: F, (2, m): each column is a direction and how many cycles it makes across
            the picture, which is 2 wide.

    Returns:
        (..., points, 2·m): sin(π p·F) for all m columns, then cos(π p·F) for all m.

    Hint: p·F for all points and columns at once is one matrix product, ops.matmul. Then
    ops.concatenate([...], axis=-1).
    """
    return not_attempted()
