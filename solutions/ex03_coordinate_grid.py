"""Exercise of lesson 3: where the pixels are."""

import numpy as np


def coordinate_grid(height, width, scale):
    """The middle of every pixel, row by row from the top: (height·width, 2), x and y."""
    pixel = 2 * scale / min(height, width)  # the side of one
    x = (np.arange(width) + 0.5 - width / 2) * pixel  # (width,)
    y = (np.arange(height) + 0.5 - height / 2) * pixel  # (height,)
    x, y = np.meshgrid(x, y)  # both (height, width)
    return np.stack([x.ravel(), y.ravel()], axis=1)
