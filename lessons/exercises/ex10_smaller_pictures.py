"""Exercise of lesson 10, find: a picture that moves when it is made smaller.

Check: pytest tests/exercises/test_ex10_smaller_pictures.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def smaller_pictures(images, side):
    """Pictures of `side` x `side` pixels: each pixel is the average over its area.

    The lesson trains one and the same CPPN on pictures of 2 x 2 pixels, then of 5, 10, 15 and 30:
    first where the colours are, at last what is drawn with them. Such a plan is a curriculum.
    A pixel is an area and its coordinate is the centre of that area, so pictures of all sizes show
    the same view, and what is learnt in one stage is right in the next.

    What somebody saw: the loss falls in every stage, and at 30 pixels all is right. But when a
    stage begins, the drawings lie too far to the right and too far down, by almost half a pixel of
    the stage before, and go back while it is learnt. Bright lines are there in some of the small
    pictures and not in others. And the small picture of a mirrored frog is not the mirrored small
    picture of the frog.

    Args:
        images: NumPy array, float32 (n, h, h, channels). `h` is a multiple of `side`.
        side: pixels along a side of the small pictures.

    Returns:
        (n, side, side, channels), float.
    """
    not_attempted()  # delete this line once you have mended what is below
    step = images.shape[1] // side  # pixels of the large picture along a side of a small pixel
    begins = step * np.arange(side)  # (side,): where each small pixel begins
    rows = images[:, begins]  # (n, h, h, channels) → (n, side, h, channels)
    return rows[:, :, begins]  # (n, side, side, channels)
