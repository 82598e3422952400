"""Checks exercise ex08_pixel_area_average square by square, and by pictures known beforehand."""

import numpy as np
from checking import Mistake, random
from keras import ops

HINTS = (
    "with factor 2, which four pixels of the large picture make pixel [0, 0], which [0, 1]?",
    "give the rows within a square an axis of their own, and the columns too; no pixel moves",
    "reshape to (h, factor, w, factor, channels), then average over the two axes that are within a "
    "square",
)
FACTOR = 3
RESIZING = ("bilinear", "bicubic", "lanczos3")


def averages(image, factor):
    """Square by square, channel by channel."""
    h, w, channels = (image.shape[0] // factor, image.shape[1] // factor, image.shape[2])
    small = np.zeros((h, w, channels))
    for i, j, c in np.ndindex(h, w, channels):
        square = image[factor * i : factor * (i + 1), factor * j : factor * (j + 1), c]
        small[i, j, c] = sum(square.ravel().tolist()) / factor**2
    return small


def mistakes(image, factor):
    h, w, channels = (image.shape[0] // factor, image.shape[1] // factor, image.shape[2])
    five = image.astype("float64").reshape(h, factor, w, factor, channels)
    mixed = image.astype("float64").reshape(factor, h, factor, w, channels)
    swapped = "pixels of a square are neighbours: factor stands right behind h, and behind w"
    weighed = "resizing weighs pixels unevenly, some beyond the square; all of a square count alike"
    resized = [ops.image.resize(image, (h, w), how, antialias=True) for how in RESIZING]
    begins = "square (i, j) begins at row i · factor and column j · factor"
    loops = np.zeros((2, h, w, channels))
    for i, j in np.ndindex(h, w):
        loops[0, i, j] = image[i : i + factor, j : j + factor].mean(axis=(0, 1))
        short = image[i * factor : (i + 1) * factor - 1, j * factor : (j + 1) * factor - 1]
        loops[1, i, j] = short.mean(axis=(0, 1)) if short.size else 0
    right = averages(image, factor)
    one = "one pixel of each square is a point, not an area: average all factor² of them"
    return [
        Mistake(mixed.mean(axis=(0, 2)), swapped),
        Mistake(
            image.astype("float64").reshape(h, w, factor, factor, channels).mean(axis=(2, 3)),
            "rows and columns are mixed up: factor stands right behind h, and again behind w",
        ),
        *[Mistake(np.asarray(picture), weighed) for picture in resized],
        Mistake(loops[0], begins),
        Mistake(loops[1], "a slice ends before its end: the last row and column are left out"),
        Mistake(
            np.broadcast_to(right.mean(axis=-1, keepdims=True), right.shape),
            "channels stay apart: average over rows and columns only",
        ),
        Mistake(five.sum(axis=(1, 3)), "that is the sum over each square: divide by factor²"),
        Mistake(five.sum(axis=(1, 3)) / factor, "a square has factor² pixels, not factor"),
        Mistake(image[::factor, ::factor], one),
        Mistake(image[factor // 2 :: factor, factor // 2 :: factor], one),
        Mistake(five.max(axis=(1, 3)), "that is the brightest pixel of each square: average"),
        Mistake(np.median(five, axis=(1, 3)), "that is the median: a camera adds up all light"),
        Mistake(right.mean(axis=-1), "channels stay apart: average over rows and columns only"),
        Mistake(right.mean(axis=-1, keepdims=True), "channels stay apart: rows and columns only"),
        Mistake(five.mean(axis=3), "columns are averaged, rows are not: axis=(1, 3)"),
        Mistake(five.mean(axis=1), "rows are averaged, columns are not: axis=(1, 3)"),
        Mistake(right.swapaxes(0, 1), "height comes before width: the result is turned over"),
    ]


def test_pixel_area_average(attempt):
    image = random(4 * FACTOR, 5 * FACTOR, 2, seed=1, low=0.0)
    hint = "the result is (h, w, channels), h and w being the picture's sides ÷ factor"
    answer = attempt(image=image, factor=FACTOR)
    answer.equals(averages(image, FACTOR), mistakes(image, FACTOR), shape_hint=hint)

    same = "squares of one pixel are the pixels: with factor 1 the picture comes back"
    attempt(image=image, factor=1).equals(image, hint=same)
    small = random(3, 2, 1, seed=2, low=0.0)
    squares = small.repeat(4, axis=0).repeat(4, axis=1)
    again = "each square of this picture has one colour, which is its average"
    attempt(image=squares, factor=4).equals(small, mistakes(squares, 4), hint=again)
    half = np.zeros((2, 4, 1), "float32")
    half[0] = 1  # the upper half of both squares is ink
    grey = "half ink and half paper is the grey between them"
    attempt(image=half, factor=2).equals(np.full((1, 2, 1), 0.5), mistakes(half, 2), hint=grey)
