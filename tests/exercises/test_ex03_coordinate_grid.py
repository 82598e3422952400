"""Checks exercise ex03_coordinate_grid: middles of square pixels, row by row."""

import numpy as np
from checking import Mistake


def grid(x, y):
    """(points, 2), one point after the other, row by row."""
    return np.array([[across, down] for down in y for across in x])


def middles(n, pixel):
    return [(2 * i + 1 - n) / 2 * pixel for i in range(n)]


def mistakes(height, width, scale):
    pixel = 2 * scale / min(height, width)
    x, y = middles(width, pixel), middles(height, pixel)
    right = grid(x, y)
    by_rows = right.reshape(height, width, 2)
    stretched = grid(middles(width, 2 * scale / width), middles(height, 2 * scale / height))
    large = 2 * scale / max(height, width)
    corners = grid(np.linspace(-scale, scale, width), np.linspace(-scale, scale, height))
    left = grid([v - pixel / 2 for v in x], [v - pixel / 2 for v in y])
    row_first = "row by row: x changes fastest, so the first points are those of the top row"
    return [
        Mistake(corners, "those are the borders: the middle of the first pixel is half a pixel in"),
        Mistake(left, "half a pixel is missing: the middle of pixel i is at i + 0.5"),
        Mistake(stretched, "pixels are squares: both sides take min(height, width)"),
        Mistake(grid(middles(width, large), middles(height, large)), "the shorter side, so min"),
        Mistake(right / 2, "the shorter side spans 2·scale, from -scale to scale"),
        Mistake(right / scale, "scale is not used"),
        Mistake(right[:, ::-1], "x comes first, then y"),
        Mistake(right * [1, -1], "y grows downwards, as rows do"),
        Mistake(by_rows.transpose(1, 0, 2).reshape(-1, 2), row_first),
        Mistake(by_rows, "one point a row: .ravel() makes the two grids one column each"),
        Mistake(right.T, "one point a row: stack with axis=1"),
        Mistake(right - right[0] + pixel / 2, "(0, 0) is the middle: take away n/2"),
    ]


def test_coordinate_grid(attempt):
    for height, width, scale in ((3, 5, 3.0), (4, 2, 1.5)):
        pixel = 2 * scale / min(height, width)
        expected = grid(middles(width, pixel), middles(height, pixel))
        answer = attempt(height=height, width=width, scale=scale)
        answer.equals(
            expected,
            mistakes(height, width, scale),
            "print the four corners: which is not where it should be?",
            "one row per pixel, two columns: (height·width, 2)",
        )
    small, large = attempt(height=4, width=6, scale=1.0), attempt(height=12, width=18, scale=1.0)
    fine = large.has_shape((216, 2)).reshape(4, 3, 6, 3, 2).mean(axis=(1, 3)).reshape(-1, 2)
    small.equals(fine, hint="3 x 3 pixels of the larger picture should fill one of this")
