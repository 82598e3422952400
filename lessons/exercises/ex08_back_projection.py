"""Exercise of lesson 8, write: an enlargement of ink that keeps the pixels it was given.

Check: pytest tests/exercises/test_ex08_back_projection.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def back_projection(given, enlarge, average, cut, step, rounds):
    """Enlarges a picture of ink on paper until its area averages are the given pixels.

    Interpolated and cut at ½, a thin stroke loses ink: averaged again, its pixels are too pale.
    The idea of back-projection (Irani and Peleg 1991): see what is missing in the small picture,
    and add it to the large one. A picture of ink has no room for that, as it is 0 or 1 nearly
    everywhere. So keep a smooth picture besides, which may leave 0..1, and whose *cut* is the
    enlargement. It begins as the given pixels, enlarged. In every round see what its cut,
    averaged, still lacks of the given pixels, enlarge that, and add `step` of it to the smooth
    picture.

    Args:
        given: NumPy array (h, w) in 0..1; not to be changed in place.
        enlarge: a function, (h, w) → (H, W), smooth and linear; negative numbers are welcome.
        average: a function, (H, W) → (h, w): area averages.
        cut: a function, (H, W) → (H, W) in 0..1: a steep but soft step at ½, as ink has no grey.
        step: the share of what is missing that a round adds.
        rounds: how many there are; 0 or more.

    Returns:
        (H, W) in 0..1: what the smooth picture, cut, is after the last round.
    """
    return not_attempted()
