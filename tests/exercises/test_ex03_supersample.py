"""Checks exercise ex03_supersample: where the samples of a pixel lie, and that all are used."""

import numpy as np
from checking import Mistake, close

HINTS = (
    "the file is right for n = 1 and n = 3 and wrong for n = 2 and n = 4: which operation treats "
    "odd and even numbers differently?",
    "print `steps / pixel` for n = 1, 2, 3, 4: does every row go as far to the left as to the "
    "right? Its mean should be 0",
    "n samples have n - 1 gaps between them, so they begin (n - 1)/2 parts to the left",
)
HEIGHT, WIDTH = 4, 5
PIXEL = 2 / HEIGHT
SPREAD = (
    "on average the samples of a pixel are where they should be, but they lie too close together "
    "or too far apart: from one to the next it is 1/n of the side of a pixel"
)


def colour_at(xy):
    """Three smooth colours: the first tells where the samples are on average, the others how far
    they are spread."""
    xy = np.asarray(xy, "float64")
    if xy.ndim != 2 or xy.shape[1] != 2:
        raise ValueError(f"colour_at wants places of shape (points, 2), not {xy.shape}")
    x, y = xy.T
    return np.stack([x + 2 * y, x**2 - y, x * y], axis=1)


def picture(samples, over="mean", height=HEIGHT, width=WIDTH):
    """(height, width, 3); `samples` are (right, down) from the middle of a pixel, in pixels."""
    drawn = np.zeros((height, width, 3))
    for row, column in np.ndindex(height, width):
        middle = np.array([column + 0.5 - width / 2, row + 0.5 - height / 2])
        colours = colour_at((middle + np.array(samples)) * 2 / min(height, width))
        drawn[row, column] = colours.mean(axis=0) if over == "mean" else colours.sum(axis=0) / over
    return drawn


def square(steps):
    return [(right, down) for down in steps for right in steps]


def mistakes(n):
    i = np.arange(n)
    right = (i - (n - 1) / 2) / n
    drawn = picture(square(right))
    border = np.linspace(-0.5, 0.5, n)
    fine = np.stack([picture([sample]) for sample in square(right)]).reshape(n, n, HEIGHT, WIDTH, 3)
    fine = fine.transpose(2, 0, 3, 1, 4)  # rows, n, columns, n: the picture n times as large
    ghosts = fine.reshape(n, HEIGHT, n, WIDTH, 3).mean(axis=(0, 2))
    half = "the steps are counted from the middle of a pixel: half of them go to the left"
    return [
        Mistake(
            picture(square((i - n // 2) / n)),
            f"half a step to the left for n = {n}, and not for odd n: print `steps` for both, does "
            "it go as far to the left as to the right?",
        ),
        Mistake(
            picture(square((i - n / 2) / n)),
            "half a step too far to the left, for odd n, too: the middle of 0 … n - 1 is not n/2",
        ),
        Mistake(
            picture(square((i + 1 - n / 2) / n)),
            f"half a step too far to the right for n = {n}: what is the middle of 0 … n - 1?",
        ),
        Mistake(picture(square(i / n)), half),
        Mistake(picture(square((i + 0.5) / n)), half),
        Mistake(
            picture(square(border)),
            "samples on the border of a pixel count for its neighbours, too: the samples lie in "
            "the middles of small squares, so the outer ones are half a small square in",
        ),
        Mistake(
            picture(square(n * right)),
            "the samples of a pixel reach over its neighbours: a step is 1/n of a pixel",
        ),
        Mistake(
            picture(square(right / PIXEL)),
            "a step is a part of a pixel: on the plane, that part times `pixel`",
        ),
        Mistake(
            picture([(a, a) for a in right]),
            "only the samples on the diagonal: n x n: every step down with every step right",
        ),
        Mistake(picture([(0, 0)]), "all samples are in the middle of the pixel: n is not used"),
        Mistake(picture(square(right), over=1), "the mean, not the sum: divide by n²"),
        Mistake(picture(square(right), over=n), "n² samples were added up, so divide by n²"),
        Mistake(
            ghosts,
            "means of pixels that lie far apart: rows are cut into (height, n), columns into "
            "(width, n)",
        ),
        Mistake(fine.reshape(n * HEIGHT, n * WIDTH, 3), "that is the finer picture: average it"),
        Mistake(drawn.reshape(-1, 3), "a picture: (height, width, channels)"),
        Mistake(drawn.reshape(WIDTH, HEIGHT, 3), "places go row by row: height first, then width"),
    ]


def test_supersample(attempt):
    for n in (3, 1, 2, 4):
        answer = attempt(colour_at=colour_at, height=HEIGHT, width=WIDTH, n=n)
        hint = "take colour_at = lambda xy: xy; then the result is where the samples are on average"
        shape = "(height, width, channels)"
        known = mistakes(n) if n > 1 else one_sample()
        expected = picture(square((np.arange(n) - (n - 1) / 2) / n))
        got = answer.has_shape(expected.shape, known, shape)
        if close(got[..., 0], expected[..., 0]):  # where they are on average
            known.append(Mistake(got, SPREAD))
        answer.equals(expected, known, hint, shape)
    wrong, expected = (picture(square([-a, a]), height=5, width=3)[..., 1:2] for a in (0.15, 0.25))
    higher = "this picture is higher than wide: it is the *shorter* side that runs from -1 to 1"
    one = "a picture has as many channels as colour_at answers with, here one: (5, 3, 1)"
    answer = attempt(colour_at=lambda xy: colour_at(xy)[:, 1:2], height=5, width=3, n=2)
    answer.equals(expected, [Mistake(wrong, higher)], higher, one)


def one_sample():
    """With one sample most mistakes are the same."""
    one = "a single sample belongs in the middle of the pixel"
    drawn = picture([(0, 0)])
    return [
        Mistake(picture([(step, step)]), f"{one}, not at its border") for step in (-0.5, 0.5)
    ] + [
        Mistake(drawn.reshape(-1, 3), "a picture: (height, width, channels)"),
        Mistake(drawn.reshape(WIDTH, HEIGHT, 3), "places go row by row: height first, then width"),
    ]
