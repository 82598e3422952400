"""Exercise of lesson 8, write: how sharp is an edge?

Check: pytest tests/exercises/test_ex08_edge_width.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def edge_width(profile, factor):
    """How far it is from 10 % to 90 % of the way up an edge.

    The way up is the rise from the first value to the last, which need not be 0 and 1. An edge of
    twice the contrast is as wide, and so is one that is drawn with twice as many samples.

    Args:
        profile: NumPy array (n,), n ≥ 2: brightness along a line across the edge. It never falls,
            but it may stay level for a while; its last value is above its first.
        factor: samples to a training pixel.

    Returns:
        One number, in training pixels: the distance between the place where the profile *first
        reaches* 10 % of its rise and the place where it first reaches 90 %. Between two samples
        the profile is a straight line, so a place usually lies between samples.
    """
    return not_attempted()
