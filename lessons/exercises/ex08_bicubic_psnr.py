"""Exercise of lesson 8: how near does bicubic interpolation come to the truth?

Check: pytest tests/exercises/test_ex08_bicubic_psnr.py
"""

import numpy as np
from PIL import Image

from cppn_keras.course.exercises import not_attempted


def bicubic_psnr(small, large):
    """Enlarges a small picture and compares it with the true large one.

    Args:
        small: NumPy array (h, w, channels) in 0..1.
        large: NumPy array (height, width, channels) in 0..1, what it should become.

    Returns:
        One number, in decibels: -10 · log₁₀ of the squared error, *averaged* over pixels and
        channels, of the enlargement. This is `small` resized to `large`'s size by Pillow's
        BICUBIC, channel by channel in floats (mode "F": no rounding to 255 levels), and then
        clipped to 0..1, for bicubic curves overshoot beside an edge.

    Hint: Image.fromarray of a float32 array (h, w) has mode "F"; .resize wants (width, height),
    in this order, and np.asarray turns the result back into an array.
    """
    return not_attempted()
