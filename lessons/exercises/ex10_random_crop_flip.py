"""Exercise of lesson 10, write: a square out of every picture, perhaps mirrored.

Check: pytest tests/exercises/test_ex10_random_crop_flip.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def random_crop_flip(images, side, rng):
    """Cuts a square out of every picture and mirrors some of the squares: data augmentation.

    6,000 frogs are few: an encoder with many weights soon knows each of them by its pixels. But
    32 x 32 pixels hold nine squares of 30 x 30, and a frog that looks left may as well look right.
    So the lesson has 18 pictures of each frog, and a pass over the data seldom shows the same one
    as the pass before.

    Every picture has its own place, and all places are equally likely: the square may touch any
    side of the picture. Every picture has its own fair coin, which decides whether the square is
    mirrored left to right; never upside down, for frogs sit on the ground. None of these draws
    says anything about another.

    Args:
        images: NumPy array (n, height, width, channels), uint8 or float. It is left as it was.
        side: pixels along a side of the square, at most `height` and at most `width`; these two
            may differ.
        rng: NumPy's np.random.Generator, the only source of chance: with the same seed the result
            is the same.

    Returns:
        (n, side, side, channels), of the dtype of `images`. Number i is cut out of picture i.
    """
    return not_attempted()
