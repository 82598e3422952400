"""Exercise of lesson 4, write: from one vector to another without passing near the origin.

Check: pytest tests/exercises/test_ex04_slerp.py
"""

import numpy as np
from keras import ops

from cppn_keras.course.exercises import not_attempted


def slerp(a, b, t):
    """Spherical interpolation: the direction turns evenly, the length changes evenly.

    Random vectors of many numbers all have about the same length and are nearly at right angles.
    Half-way on the straight line between two of them is a vector nearly a third shorter than any
    that was ever drawn. Along an arc it is not.

    The way lies in the plane of a and b and turns from one to the other by the smaller angle. At
    t = ½ half of the angle has been turned, at t = ¼ a quarter. The length goes in a straight
    line from that of a to that of b, however different they are.

    Args:
        a, b: where it begins and ends, both (numbers,), neither of them 0, and never opposite.
            They may be long, or far from length 1, or nearly or exactly parallel.
        t: (frames,), how much of the way has been gone: 0 at a, 1 at b.

    Returns:
        (frames, numbers), a row for each t. Where a and b point the same way, also in float32,
        where rounding plays tricks, the direction stays and the length still goes from one to the
        other. From 0.1 rad between them on, the direction must be seen to turn.
    """
    return not_attempted()
