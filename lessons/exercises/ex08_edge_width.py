"""Exercise of lesson 8: how sharp is an edge?

Check: pytest tests/exercises/test_ex08_edge_width.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def edge_width(profile, factor):
    """How far it is from 10 % to 90 % of the way up an edge.

    Args:
        profile: NumPy array (n,), n ≥ 2: brightness along a line across the edge. It never falls,
            and its last value is above its first; these need not be 1 and 0.
        factor: samples to a training pixel.

    Returns:
        One number, in training pixels: the distance between the places where the profile first
        reaches first + 0.9 · (last - first) and first + 0.1 · (last - first). Between two
        samples the profile is a straight line, so both places usually lie between samples.

    Hint: np.argmax(profile >= level) is the first sample that has reached a level. The place is
    between it and the sample before: which share of this last step was needed?
    """
    return not_attempted()
