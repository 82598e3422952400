"""Exercise of lesson 8, change: an enlargement that keeps the pixels it was given.

Check: pytest tests/exercises/test_ex08_back_projection.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def back_projection(image, given, average, enlarge, steps):
    """Changes an enlargement, step by step, until its area averages are the given pixels.

    Averaged over squares, an interpolated picture is not the picture it was made from: thin
    strokes come back too pale. Mend that, and keep what the picture already has between the
    pixels. How you spread a correction over a pixel's square is up to you.

    Args:
        image: NumPy array (factor·h, factor·w, channels) in 0..1, the enlargement; not to be
            changed in place.
        given: NumPy array (h, w, channels) in 0..1.
        average: a function, (factor·h, factor·w, channels) → (h, w, channels): area averages.
        enlarge: a function the other way, smooth and linear; negative numbers are welcome.
        steps: how many corrections to make, one after the other. Each looks at what is still
            missing.

    Returns:
        A NumPy array like `image`, in 0..1: nearer to `given` with every step. After 100 steps its
        area averages differ from `given` by less than 0.01 (RMS). An image whose averages are
        `given` comes back as it is.
    """
    return not_attempted()
