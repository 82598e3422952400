"""How near an enlargement is to the truth, and how long its outlines are.

Images are (n, size, size, 1) in 0..1; results are one number for each: float64 (n,).
"""

import numpy as np


def psnr(images: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """Decibels: -10 log₁₀ of the mean squared error; 120 at most."""
    errors = np.square(images.astype("float64") - truths).mean(axis=(1, 2, 3))
    return -10 * np.log10(np.maximum(errors, 1e-12))


def overlap(images: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """The area that is ink (above ½) in both, divided by the area that is ink in either; 1 where
    neither has any."""
    ours, theirs = images > 0.5, truths > 0.5
    both, either = ((ours & theirs).sum(axis=(1, 2, 3)), (ours | theirs).sum(axis=(1, 2, 3)))
    return np.where(either > 0, both / np.maximum(either, 1), 1.0)


def outline(images: np.ndarray) -> np.ndarray:
    """Length of the border of ink (above ½), in sides of the picture.

    By its crossings with lines in four directions: (π/8)·(rows + columns + diagonals/√2), which
    hardly depends on the border's own direction (Cauchy and Crofton).
    """
    ink = images[..., 0] > 0.5
    pairs = (
        (ink[:, 1:], ink[:, :-1], 1),
        (ink[:, :, 1:], ink[:, :, :-1], 1),
        (ink[:, 1:, 1:], ink[:, :-1, :-1], 2**-0.5),
        (ink[:, 1:, :-1], ink[:, :-1, 1:], 2**-0.5),
    )
    crossings = sum(weight * (a != b).sum(axis=(1, 2)) for a, b, weight in pairs)
    return np.pi / 8 * crossings / images.shape[1]
