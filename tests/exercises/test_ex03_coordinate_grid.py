"""Checks exercise ex03_coordinate_grid: middles of square pixels, row by row."""

import numpy as np
from checking import Mistake

HINTS = (
    "begin with one side: how wide is a pixel, if the shorter side has min(height, width) of them "
    "and spans 2·scale? Where is the left border of the first of n, if the middle of all is 0?",
    "the middle of pixel i of n lies (i + 0.5 - n/2) pixels to the right of the picture's middle",
    "that gives x for the columns and y for the rows; np.meshgrid(x, y) makes two arrays of shape "
    "(height, width), np.stack(..., axis=1) puts them, raveled, side by side",
)


def grid(x, y):
    """(points, 2), one point after the other, row by row."""
    return np.array([[across, down] for down in y for across in x])


def middles(n, pixel, first=0.5, half=None):
    return [(i + first - (n / 2 if half is None else half)) * pixel for i in range(n)]


def both(height, width, pixel, *, first=0.5):
    return grid(middles(width, pixel, first), middles(height, pixel, first))


def between(height, width, x, y):
    """From border to border, the first and the last pixel on them."""
    return grid(np.linspace(-x, x, width), np.linspace(-y, y, height))


def inner(n, pixel):
    """n places that cut a side into n + 1 equal parts."""
    return np.linspace(-n * pixel / 2, n * pixel / 2, n + 2)[1:-1]


def mistakes(height, width, scale):
    short = min(height, width)
    pixel = 2 * scale / short
    right = both(height, width, pixel)
    by_rows = right.reshape(height, width, 2)
    stretched = grid(middles(width, 2 * scale / width), middles(height, 2 * scale / height))
    corners = between(height, width, scale, scale)
    aspect = between(height, width, scale * width / short, scale * height / short)
    wide = 2 * scale / (short - 1)

    def rounded(first, half):
        lines = [middles(n, pixel, first, half(n)) for n in (width, height)]
        return grid(*lines)

    radius = np.hypot(*right.T)[:, None]
    row_first = "row by row: x changes fastest, so the first points are those of the top row"
    return [
        Mistake(corners, "those are the borders: the middle of the first pixel is half a pixel in"),
        Mistake(
            aspect,
            "the longer side spans the right stretch, but its first and last pixel lie on the "
            "borders, corner-aligned: their middles are half a pixel in",
        ),
        Mistake(
            both(height, width, pixel, first=0),
            "those are the left upper corners, half a pixel is missing: where is pixel i's middle?",
        ),
        Mistake(
            both(height, width, pixel, first=1),
            "those are the right lower corners, half a pixel too far: where is pixel i's middle?",
        ),
        Mistake(
            rounded(0.5, lambda n: n // 2),
            "n // 2 rounds down: an odd side is half a pixel off; take n / 2",
        ),
        Mistake(
            rounded(0, lambda n: n // 2),
            "with n // 2 and no half, an odd side is right and an even one half a pixel off: how "
            "far is the middle of pixel i from the middle of n pixels?",
        ),
        Mistake(
            rounded(0, lambda n: (n - 1) // 2),
            "(n - 1) // 2 rounds down: an even side is half a pixel off",
        ),
        Mistake(
            both(height, width, pixel, first=-0.5),
            "a whole pixel too far to the left: the middle lies half a pixel *after* the corner",
        ),
        Mistake(
            both(height, width, pixel, first=0) + 0.5,
            "half a *pixel* from the corner, not half a unit of the plane",
        ),
        Mistake(
            grid(middles(width, pixel, half=short / 2), middles(height, pixel, half=short / 2)),
            "the longer side begins further out than -scale: (0, 0) is the middle of the picture",
        ),
        Mistake(
            grid(middles(width, wide), middles(height, wide)),
            "corner-aligned: a side of n pixels is n pixels wide, not n - 1",
        ),
        Mistake(
            grid(inner(width, pixel), inner(height, pixel)),
            "they lie too close together: a side of n pixels is cut into n parts, not n + 1",
        ),
        Mistake(stretched, "pixels are squares: both sides take min(height, width)"),
        Mistake(both(height, width, 2 * scale / max(height, width)), "the shorter side, so min"),
        Mistake(right / 2, "the shorter side spans 2·scale, from -scale to scale"),
        Mistake(right / scale, "scale is not used"),
        Mistake(right[:, ::-1], "x comes first, then y"),
        Mistake(right * [1, -1], "y grows downwards, as rows do"),
        Mistake(right * [-1, 1], "x grows to the right, as columns do"),
        Mistake(by_rows.transpose(1, 0, 2).reshape(-1, 2), row_first),
        Mistake(by_rows, "one point a row: .ravel() makes the two grids one column each"),
        Mistake(right.T, "one point a row: stack with axis=1"),
        Mistake(np.hstack([right, radius]), "x and y only: the lesson adds r"),
        Mistake(right - right[0] + pixel / 2, "(0, 0) is the middle: take away n/2"),
        Mistake(
            grid(middles(height, pixel), middles(width, pixel)),
            "there are `width` different x and `height` different y, not the other way",
        ),
    ]


def test_coordinate_grid(attempt):
    for height, width, scale in ((4, 7, 2.5), (5, 3, 1.5)):
        expected = both(height, width, 2 * scale / min(height, width))
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
