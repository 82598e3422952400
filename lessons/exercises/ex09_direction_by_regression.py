"""Exercise of lesson 9, write: what to add to a code, so that a measure changes by 1.

Check: pytest tests/exercises/test_ex09_direction_by_regression.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def direction_by_regression(codes, measure):
    """A linear prediction of a measure from codes, and the shortest step that raises it by 1.

    The prediction of a code z is

        z · weights + intercept

    with the numbers that make the sum of its squared errors, over all pictures, least. Of all
    steps s after which it is 1 more, whatever z was, the one of least length ‖s‖ is wanted: what
    does not change the prediction is left alone.

    Args:
        codes: NumPy array (pictures, latents), float32; many more pictures than latents. The
            latents' means need not be 0, their spreads need not be alike, and they may be
            correlated with each other.
        measure: what was measured in each picture, (pictures,).

    Returns:
        weights (latents,), intercept (one number), step (latents,).
    """
    return not_attempted()
