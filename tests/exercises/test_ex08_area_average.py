"""Checks exercise ex08_area_average on pixels cut so small that no border runs through one."""

import numpy as np
from checking import Mistake, random
from PIL import Image

HINTS = (
    "take n = 2 and a picture of 3 x 3 pixels: print the weights. What should the middle pixel's "
    "be, in either area?",
    "a weight is the length of that part of a pixel which lies in the area: 1 for a pixel inside, "
    "0 for one outside, something between for one that a border cuts",
    "pixel p lies from p to p + 1, an area from low to high; what both have in common goes from "
    "the larger of the two beginnings to the smaller of the two ends, if that is any length",
)
WHOLE = "whole pixels, each to one area alone: one that a border cuts belongs to both, by its share"


def averages(image, n):
    """Each pixel cut into n x n, so that an area is size x size of the pieces."""
    size, _, channels = image.shape
    pieces = np.kron(image.astype("float64"), np.ones((n, n, 1)))  # (n·size, n·size, channels)
    small = np.zeros((n, n, channels))
    for i, j in np.ndindex(n, n):
        area = pieces[size * i : size * (i + 1), size * j : size * (j + 1)]
        small[i, j] = area.reshape(-1, channels).mean(axis=0)
    return small


def in_slices(image, begin, end):
    """The averages of image[begin[i] : end[i], begin[j] : end[j]]."""
    n = len(begin)
    rows = [image[begin[i] : max(end[i], begin[i] + 1)] for i in range(n)]
    return np.array(
        [
            [row[:, begin[j] : max(end[j], begin[j] + 1)].mean(axis=(0, 1)) for j in range(n)]
            for row in rows
        ]
    )


def resized(image, n, how):
    """By Pillow, channel by channel."""
    channels = np.moveaxis(image.astype("float32"), -1, 0)
    small = [np.asarray(Image.fromarray(c).resize((n, n), how)) for c in channels]
    return np.stack(small, axis=-1)


def mistakes(image, n):
    size, right = len(image), averages(image, n)
    image = image.astype("float64")
    borders = np.arange(n + 1) * size / n
    down, up = np.floor(borders).astype(int), np.ceil(borders).astype(int)
    near, side = np.round(borders).astype(int), max(1, size // n)
    steps = np.arange(n) * side
    middles = np.minimum((np.arange(n) + 0.5) * size / n, size - 1).astype(int)
    twice = "a pixel that a border cuts counts in full on both sides: print the weights of n = 2 "
    twice += "for a picture of 3 x 3"
    point = "one pixel of each area is a point: average over all of the area"
    uneven = "resizing weighs pixels unevenly, some beyond the area: all of an area counts alike"
    how = Image.Resampling
    inside = "pixels that a border cuts are left out: they belong to both areas, by their shares"
    return [
        Mistake(in_slices(image, down[:-1], up[1:]), twice),
        Mistake(in_slices(image, near[:-1], near[1:]), WHOLE),
        Mistake(in_slices(image, down[:-1], down[1:]), WHOLE),
        Mistake(resized(image, n, how.BOX), WHOLE),
        Mistake(in_slices(image, up[:-1], down[1:]), inside),
        Mistake(
            in_slices(image, steps, steps + side),
            "areas of size // n pixels end before the picture does: a side is size / n",
        ),
        *[Mistake(resized(image, n, h), uneven) for h in (how.BILINEAR, how.BICUBIC, how.LANCZOS)],
        *[Mistake(image[np.ix_(at, at)], point) for at in (middles, down[:-1])],
        Mistake(right * (size / n) ** 2, "that is the sum over each area: divide by its size"),
        Mistake(right * size / n, "the weights of an area add up to 1 along rows *and* columns"),
        Mistake(right.swapaxes(0, 1), "rows come before columns: the result is turned over"),
        Mistake(right.mean(axis=-1), "channels stay apart: average over rows and columns only"),
        Mistake(right.mean(axis=-1, keepdims=True), "channels stay apart: rows and columns only"),
    ]


def test_area_average(attempt):
    shape = "the result is (n, n, channels)"
    for size, n in ((12, 4), (7, 3), (10, 4), (11, 8)):
        image = random(size, size, 2, seed=size, low=0.0)
        answer = attempt(image=image, n=n)
        answer.equals(averages(image, n), mistakes(image, n), shape_hint=shape)

    image = random(5, 5, 3, seed=1, low=0.0)
    same = "with n = size every area is one pixel: the picture comes back"
    attempt(image=image, n=5).equals(image, mistakes(image, 5), same, shape)
    one = "with n = 1 the area is the whole picture"
    attempt(image=image, n=1).equals(averages(image, 1), mistakes(image, 1), one, shape)
    line = np.zeros((520, 520, 1))
    line[:, 57] = 1  # from 57 to 58; the first border of nine is at 57.8
    answer = attempt(image=line, n=9)
    ink = 9 * 9 * float(answer.has_shape((9, 9, 1)).mean())
    grey = "four fifths of this line's ink lie left of a border, one fifth right of it"
    answer.must(
        np.isclose(ink, 81 / 520), "ink that comes or goes", f"{ink:.5f} pixels of ink",
        f"{81 / 520:.5f}, as in the large picture", grey,
    )  # fmt: skip
