"""Exercise of lesson 4, write: a place in the picture as waves of many lengths.

Check: pytest tests/exercises/test_ex04_fourier_features.py
"""

import numpy as np
from keras import ops

from cppn_keras.course.exercises import not_attempted


def fourier_features(coordinates, frequencies):
    """What a network sees in place of x and y, so that it can tell neighbours apart.

    Each column of `frequencies` stands for one plane wave: how many full cycles it makes from the
    left edge of the picture to the right one, and how many from the upper edge to the lower one.
    The edges are at -1 and 1. Each wave is wanted twice, a quarter of a cycle apart: one copy is 0
    in the middle of the picture and grows from there to the right (where the wave's first number
    is above 0), the other copy is 1 in the middle.

    So the features of two places, multiplied and summed, give a number that depends only on how
    one lies to the other, and is m for a place and itself.

    Args:
        coordinates: (..., points, 2): x and y of each point; any axes in front, or none.
        frequencies: (2, m): of each wave its cycles to the right and downwards, also fractions.

    Returns:
        (..., points, 2·m), numbers from -1 to 1: first the m copies that are 0 in the middle, then
        the m that are 1 there. It stands inside a network, so gradients have to pass.
    """
    return not_attempted()
