"""Exercise of lesson 10, write: a square out of every picture, perhaps mirrored."""

import numpy as np


def random_crop_flip(images, side, rng):
    """Cuts a square out of every picture and mirrors some of the squares: data augmentation."""
    count, height, width, channels = images.shape
    tops = rng.integers(0, height - side + 1, size=count)  # the upper bound itself is left out
    lefts = rng.integers(0, width - side + 1, size=count)
    flips = rng.random(count) < 0.5
    crops = np.empty((count, side, side, channels), images.dtype)
    for i, (top, left, flip) in enumerate(zip(tops, lefts, flips, strict=True)):
        crop = images[i, top : top + side, left : left + side]  # (side, side, channels)
        crops[i] = crop[:, ::-1] if flip else crop
    return crops
