"""Exercise of lesson 8, find: a camera that counts some of the ink twice."""

import numpy as np


def area_average(image, n):
    """A large picture, seen by a camera with n x n pixels: each is the average over its area."""
    size = len(image)
    place = np.arange(size)  # where each pixel begins; it ends at place + 1
    borders = np.arange(n + 1) * size / n
    low, high = borders[:-1, None], borders[1:, None]  # (n, 1) each
    # How much of a pixel lies in an area, not whether any of it does: a pixel that is cut by a
    # border would count in full on both sides.
    weights = np.clip(np.minimum(high, place + 1) - np.maximum(low, place), 0, None)  # (n, size)
    weights /= weights.sum(axis=1, keepdims=True)  # each area's weights add up to 1
    return np.einsum("ir,jc,rck->ijk", weights, weights, image, optimize=True)
