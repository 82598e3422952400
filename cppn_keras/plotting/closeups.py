"""Parts of pictures seen from near: where to look, and the same part of pictures of any size."""

from collections.abc import Sequence

import numpy as np


def greyest(images: np.ndarray, side: int) -> list[tuple[int, int]]:
    """(top, left) of the square of side x side pixels with the most grey, Σ p (1 - p), of each
    of the images (n, height, width, channels) in 0..1."""
    grey = np.sum(images * (1 - images), axis=-1)  # (n, height, width)
    squares = np.lib.stride_tricks.sliding_window_view(grey, (side, side), axis=(1, 2))
    amounts = squares.sum(axis=(3, 4))  # (n, places down, places across)
    best = [np.unravel_index(amount.argmax(), amount.shape) for amount in amounts]
    return [(int(top), int(left)) for top, left in best]


def liveliest(image: np.ndarray, side: int) -> tuple[int, int]:
    """(top, left) of the square of side x side pixels in which the colours of an image (height,
    width, channels) vary most."""
    squares = np.lib.stride_tricks.sliding_window_view(image, (side, side), axis=(0, 1))
    variance = squares.var(axis=(-2, -1)).sum(axis=-1)  # (places down, places across)
    top, left = np.unravel_index(variance.argmax(), variance.shape)
    return int(top), int(left)


def close_ups(
    images: np.ndarray, places: Sequence[tuple[int, int]], side: int, pixels: int
) -> np.ndarray:
    """The squares that begin at `places`, (top, left) of each image, and are `side` wide.

    Places and `side` are in pixels of pictures of `pixels` x `pixels`. The images, (n, height,
    width, channels), may be larger by any whole factor: they show the same part, only finer.
    """
    factor = np.shape(images)[1] // pixels
    parts = []
    for image, (top, left) in zip(images, places, strict=True):
        rows = slice(factor * top, factor * (top + side))
        parts.append(image[rows, factor * left : factor * (left + side)])
    return np.stack(parts)
