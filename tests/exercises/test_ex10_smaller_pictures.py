"""Checks exercise ex10_smaller_pictures area by area, and that stages may be skipped."""

import numpy as np
from checking import Mistake, random
from PIL import Image

HINTS = (
    "make a picture of 6 x 6 pixels smaller, to 2 x 2: which of the 36 pixels have a part in the "
    "result? Where do they lie in the area that the small pixel stands for?",
    "the pixel that an area begins with lies in its corner. An area has step x step pixels, and "
    "its colour is their average: the slices step·i to step·(i + 1) of rows and columns",
    "all areas at once: reshape to (n, side, step, side, step, channels), so that axes 2 and 4 are "
    "the places within an area, and take the mean over these two",
)


def averages(images, side):
    """Each small pixel from its own slice."""
    count, size, _, channels = images.shape
    step = size // side
    small = np.zeros((count, side, side, channels))
    for n, i, j, c in np.ndindex(small.shape):
        rows, columns = (slice(step * k, step * (k + 1)) for k in (i, j))
        small[n, i, j, c] = np.sum(images[n, rows, columns, c], dtype="float64") / step**2
    return small


def resized(images, side, how):
    """By Pillow, channel by channel."""
    small = [
        [np.asarray(Image.fromarray(c).resize((side, side), how)) for c in np.moveaxis(x, -1, 0)]
        for x in images
    ]
    return np.moveaxis(np.array(small), 1, -1)


def at(images, rows, columns=None):
    return images[:, rows][:, :, rows if columns is None else columns]


def between(images, side):
    """Bilinear, without antialiasing: the two pixels, or the one, around each area's middle."""
    size = images.shape[1]
    middles = (np.arange(side) + 0.5) * size / side - 0.5
    low, high = np.floor(middles).astype(int), np.ceil(middles).astype(int)
    return sum(at(images, r, c) for r in (low, high) for c in (low, high)) / 4


def mistakes(images, side):
    count, size, _, channels = images.shape
    step, right = size // side, averages(images, side)
    begins = step * np.arange(side)
    ends = np.round(np.linspace(0, size - 1, side)).astype(int)
    moved = "a pixel of the large picture is one point of the area, in its corner: average all of "
    moved += "the area"
    point = "one pixel in the middle of an area, or four: lines between them are lost. Average all"
    half = "averaged along one direction, picked along the other: rows *and* columns"
    folded = images.reshape(count, step, side, step, side, channels).mean(axis=(1, 3))
    areas = images.reshape(count, side, step, side, step, channels)
    uneven = "resizing weighs pixels unevenly, some beyond the area: all of an area counts alike"
    how = Image.Resampling
    return [
        Mistake(at(images, begins), moved),
        Mistake(at(images, begins + step - 1), moved),
        Mistake(at(images, begins + step // 2), point),
        Mistake(between(images, side), point),
        Mistake(at(images, ends), "from corner to corner is another view: pixels are areas"),
        Mistake(areas[:, :, 0].mean(axis=3), half),
        Mistake(areas.mean(axis=2)[:, :, :, 0], half),
        Mistake(folded, "that lays pieces of the picture over each other: which axis is within an "
                "area, the first or the second?"),
        Mistake(images[:, :side, :side], "a corner of the picture is not all of it"),
        Mistake(areas.max(axis=(2, 4)), "the brightest pixel of an area is not its average"),
        Mistake(np.median(areas, axis=(2, 4)), "the average of an area, not its median"),
        *[Mistake(resized(images, side, h), uneven) for h in (how.BILINEAR, how.BICUBIC)],
        Mistake(resized(images, side, how.LANCZOS), uneven),
        Mistake(right * step**2, "that is the sum over each area: divide by its pixels"),
        Mistake(right * step, "an area has step x step pixels, not step"),
        Mistake(right.swapaxes(1, 2), "rows come before columns: the result is turned over"),
        Mistake(right.mean(axis=-1), "channels stay apart: average over rows and columns only"),
        Mistake(right.mean(axis=0), "pictures stay apart: average over rows and columns only"),
        Mistake(np.broadcast_to(right.mean(axis=(1, 2), keepdims=True), right.shape),
                "each area has an average of its own, not the whole picture"),
    ]  # fmt: skip


def test_smaller_pictures(attempt):
    shape = "the result is (n, side, side, channels)"
    for count, size, side, channels in ((3, 12, 4, 2), (2, 30, 5, 3), (4, 15, 1, 3), (3, 10, 5, 1)):
        images = random(count, size, size, channels, seed=size, low=0.0)
        given = images.copy()
        answer = attempt(images=given, side=side)
        answer.equals(averages(images, side), mistakes(images, side), shape_hint=shape)
        hint = "work on a copy: the next stage needs the large pictures"
        same = np.array_equal(given, images)
        answer.must(same, "the pictures are changed", "other pictures", "as they were", hint)

    images = random(2, 30, 30, 3, seed=1, low=0.0)
    hint = "an area of one pixel: the pictures come back as they are"
    attempt(images=images, side=30).equals(images, hint=hint)
    line = np.zeros((1, 30, 30, 1), "float32")
    line[:, :, 17] = 1
    answer = attempt(images=line, side=10)
    grey = np.zeros((1, 10, 10, 1))
    grey[:, :, 5] = 1 / 3
    answer.equals(grey, hint="a line of one pixel is a third of each area it runs through")
    middle = attempt(images=images, side=10)
    middle.has_shape((2, 10, 10, 3))
    twice = attempt(images=middle.array.astype("float32"), side=5)
    hint = "the average of averages is the average: no stage may add or move anything"
    twice.equals(averages(images, 5), hint=hint)
