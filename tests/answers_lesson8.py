"""Answers to the exercises of lesson 8, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops

from cppn_keras.coordinates import coordinates_within


def squares(image, factor, order="hfwf", reduce=ops.mean, axis=(1, 3)):
    h, w, channels = (image.shape[0] // factor, image.shape[1] // factor, image.shape[2])
    sides = {"hfwf": (h, factor, w, factor), "fhfw": (factor, h, factor, w)}
    sides["hwff"] = (h, w, factor, factor)
    return reduce(ops.reshape(image, (*sides[order], channels)), axis=axis)


def by_loops(image, factor):
    """In NumPy, square by square."""
    h, w = image.shape[0] // factor, image.shape[1] // factor
    rows = np.split(np.asarray(image), h)
    return np.stack([[part.mean(axis=(0, 1)) for part in np.split(row, w, axis=1)] for row in rows])


def smaller(image, factor):
    return image.shape[0] // factor, image.shape[1] // factor


def sliding(image, factor):
    h, w = smaller(image, factor)
    rows = [[image[i : i + factor, j : j + factor].mean(axis=(0, 1)) for j in range(w)]
            for i in range(h)]  # fmt: skip
    return np.array(rows)


def unique(profile, factor):
    """np.interp of what rises strictly: level stretches lose their end."""
    values, first = np.unique(profile, return_index=True)
    foot, rise = profile[0], profile[-1] - profile[0]
    return np.diff(np.interp([foot + 0.1 * rise, foot + 0.9 * rise], values, first))[0] / factor


def from_behind(profile, factor):
    found = []
    for share in (0.1, 0.9):
        level = profile[0] + share * (profile[-1] - profile[0])
        i = int(np.argmax(profile >= level))
        found.append(i - (level - profile[i - 1]) / (profile[i] - profile[i - 1]))
    return (found[1] - found[0]) / factor


def places(profile, low=0.1, high=0.9, foot=None, rise=None):
    """Where a profile reaches two shares of its rise, by np.interp on the samples given."""
    foot = profile[0] if foot is None else foot
    rise = profile[-1] - profile[0] if rise is None else rise
    samples = np.arange(len(profile))
    return [float(np.interp(foot + s * rise, profile, samples)) for s in (low, high)]


def width(profile, factor, **options):
    low, high = places(profile, **options)
    return (high - low) / factor


def reached(profile, share):
    return int(np.argmax(profile >= profile[0] + share * (profile[-1] - profile[0])))


def above(profile, factor, shares=(0.1, 0.9)):
    """As ours, but with > in place of >=."""
    found = []
    for share in shares:
        level = profile[0] + share * (profile[-1] - profile[0])
        after = int(np.argmax(profile > level))
        step = profile[after] - profile[after - 1]
        found.append(after - 1 + (level - profile[after - 1]) / step)
    return (found[1] - found[0]) / factor


def counted(profile, factor):
    """By shares of the rise, walking along it."""
    share = (profile - profile.min()) / (profile.max() - profile.min())
    found = []
    for level in (0.1, 0.9):
        i = next(i for i, value in enumerate(share) if value >= level)
        found.append(i - (share[i] - level) / (share[i] - share[i - 1]))
    return np.float32((found[1] - found[0]) / factor)


def assemble(ask, size, tile, at, answer=lambda part: part):
    """A picture in tiles, pixel i of which is asked at at(first, count)[i - first]."""
    bands = []
    for top in range(0, size, tile):
        y = at(top, min(tile, size - top))
        band = []
        for left in range(0, size, tile):
            x = at(left, min(tile, size - left))
            points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
            points = np.concatenate([points, np.hypot(*points.T)[:, None]], axis=1)
            band.append(np.asarray(ask(answer(points))).reshape(len(y), len(x), -1))
        bands.append(np.concatenate(band, axis=1))
    return np.concatenate(bands, axis=0)


def tiled(at, answer=lambda part: part):
    """The function for a wrong rule at(first, count, size, tile)."""
    return lambda ask, size, tile: assemble(
        ask, size, tile, lambda first, count: at(first, count, size, tile), answer
    )


def middles(a, n, size, tile):
    return 2 * (a + np.arange(n) + 0.5) / size - 1


def padded(ask, size, tile):
    """Whole tiles everywhere, and what reaches over the edge is cut off."""
    more = -(-size // tile) * tile
    picture = assemble(ask, more, tile, lambda a, n: middles(a, n, size, tile))
    return picture[:size, :size]


def of_the_package(ask, size, tile):
    """Into an empty picture, with the package's coordinates."""
    picture = None
    for top in range(0, size, tile):
        for left in range(0, size, tile):
            rows, columns = min(tile, size - top), min(tile, size - left)
            points = coordinates_within((top, left, rows, columns), size, size)
            part = np.asarray(ask(points.reshape(-1, 3))).reshape(rows, columns, -1)
            picture = np.empty((size, size, part.shape[-1])) if picture is None else picture
            picture[top : top + rows, left : left + columns] = part
    return picture


def three_channels(ask, size, tile):
    return np.zeros((size, size, 3)) + of_the_package(ask, size, tile)


def columns_first(ask, size, tile):
    """The points of a tile in the other order."""
    bands = []
    for top in range(0, size, tile):
        band = []
        for left in range(0, size, tile):
            y, x = (middles(a, min(tile, size - a), size, tile) for a in (top, left))
            points = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
            points = np.concatenate([points, np.hypot(*points.T)[:, None]], axis=1)
            band.append(np.asarray(ask(points)).reshape(len(y), len(x), -1))
        bands.append(np.concatenate(band, axis=1))
    return np.concatenate(bands, axis=0)


def at_once(ask, size, tile):
    points = coordinates_within((0, 0, size, size), size, size)
    return np.asarray(ask(points.reshape(-1, 3))).reshape(size, size, -1)


def corrected(image, given, average, enlarge, steps, sign=1, clip=True, damp=1.0):
    for _ in range(steps):
        image = image + sign * damp * enlarge(given - average(image))
        image = np.clip(image, 0, 1) if clip else image
    return image


def clipped_at_the_end(*arguments):
    return np.clip(corrected(*arguments, clip=False), 0, 1)


def looked_once(image, given, average, enlarge, steps):
    missing = enlarge(given - average(image))
    for _ in range(steps):
        image = np.clip(image + missing, 0, 1)
    return image


def in_place(image, given, average, enlarge, steps):
    for _ in range(steps):
        image += enlarge(given - average(image))
        np.clip(image, 0, 1, out=image)
    return image


def given_in_place(image, given, average, enlarge, steps):
    for _ in range(steps):
        given -= average(image)
        image = np.clip(image + enlarge(given), 0, 1)
    return image


def in_squares(image, given, average, enlarge, steps):
    """The correction is the same all over a pixel."""
    side = image.shape[0] // given.shape[0]
    for _ in range(steps):
        missing = ops.repeat(ops.repeat(given - average(image), side, axis=0), side, axis=1)
        image = ops.convert_to_numpy(ops.clip(image + missing, 0, 1))
    return image


SECONDS, MEGABYTES = 64 / 3, 74.2

WRONG = {
    "ex08_predict_poster": [
        (lambda: (16, MEGABYTES, 14), "the ten coarser ones are drawn"),
        (lambda: (4, MEGABYTES, 14), "four times the side is 16 times"),
        (lambda: (32, MEGABYTES, 14), "a quarter of the pixels"),
        (lambda: (256, MEGABYTES, 14), "more than a third is added"),
        (lambda: (32 / 3, MEGABYTES, 14), "with two calls at a time, too"),
        (lambda: (20, MEGABYTES, 14), "the last two levels"),
        (lambda: (SECONDS, 593, 14), "not bits"),
        (lambda: (SECONDS, MEGABYTES, "14"), "not text"),
        (lambda: (SECONDS, 1187, 14), "only two calls are held"),
        (lambda: (SECONDS, 37.1, 14), "that is one call"),
        (lambda: (SECONDS, 18.55, 14), "has 4 bytes"),
        (lambda: (SECONDS, 500, 14), "pixels held at a time"),
        (lambda: (SECONDS, MEGABYTES, 4), "every level has tiles"),
        (lambda: (SECONDS, MEGABYTES, 11), "2 x 2 tiles"),
        (lambda: (SECONDS, MEGABYTES, 1_398_101), "a single tile"),
        (lambda: SECONDS, "return seconds, megabytes, tiles"),
    ],
    "ex08_tiles": [
        (
            tiled(lambda a, n, s, t: np.linspace(2 * a / s - 1, 2 * (a + n) / s - 1, n)),
            "at the same place",
        ),
        (
            tiled(
                lambda a, n, s, t: np.linspace(
                    2 * a / s - 1, 2 * (a + n) / s - 1, n, endpoint=False
                )
            ),
            "left upper corners",
        ),
        (tiled(lambda a, n, s, t: middles(0, n, n, t)), "every tile shows the whole window"),
        (tiled(lambda a, n, s, t: 2 * (a + np.arange(n)) / (s - 1) - 1), "corner to corner"),
        (tiled(lambda a, n, s, t: middles(a + 0.5, n, s, t)), "half a pixel too far"),
        (
            tiled(lambda a, n, s, t: 2 * (a + (np.arange(n) + 0.5) * t / n) / s - 1),
            "the last tile is smaller",
        ),
        (tiled(middles, lambda p: p[:, [1, 0, 2]]), "changed places"),
        (three_channels, "as many channels as ask answers with"),
        (tiled(lambda a, n, s, t: middles(a, n, n, t)), "divide by the *whole*"),
        (tiled(lambda a, n, s, t: middles(a, n, s, t) / 2 - 0.5), "2(…)/size - 1"),
        (tiled(lambda a, n, s, t: middles(a, n, s, t) + 1), "2(…)/size - 1"),
        (
            tiled(lambda a, n, s, t: np.linspace(2 * (a + 1) / s - 1, 2 * (a + n - 1) / s - 1, n)),
            "half of it is 1/size",
        ),
        (columns_first, "changed places"),
        (tiled(middles, lambda p: p * [1, 1, 0] + p**2 * [0, 0, 1]), "its square"),
        (tiled(middles, lambda p: p[:, :2]), "print what goes into that line"),
        (at_once, "one tile at a time"),
        (lambda ask, size, tile: of_the_package(ask, size, tile)[:-1], "below each other"),
    ],
    "ex08_pixel_area_average": [
        (lambda x, f: squares(x, f, "fhfw", axis=(0, 2)), "are neighbours"),
        (lambda x, f: ops.image.resize(x, smaller(x, f), antialias=True), "weighs pixels unevenly"),
        (lambda x, f: by_loops(x, f).mean(-1, keepdims=True) + 0 * by_loops(x, f), "stay apart"),
        (sliding, "begins at row i · factor"),
        (lambda x, f: squares(x, f, "hwff", axis=(2, 3)), "mixed up"),
        (lambda x, f: squares(x, f, reduce=ops.sum), "divide by factor²"),
        (lambda x, f: squares(x, f, reduce=ops.max), "brightest pixel"),
        (lambda x, f: squares(x, f, reduce=ops.median), "that is the median"),
        (lambda x, f: x[::f, ::f], "a point, not an area"),
        (lambda x, f: squares(x, f, axis=(1, 3, 4)), "channels stay apart"),
        (lambda x, f: squares(x, f, axis=3), "rows are not"),
    ],
    "ex08_edge_width": [
        (above, "first reaches"),
        (unique, "joins those two"),
        (from_behind, "behind `before`"),
        (lambda p, f: 0.8 * len(p) / f, "rose evenly"),
        (width, "first reaches"),
        (lambda p, f: width(p, 1), "divide the samples by factor"),
        (lambda p, f: (reached(p, 0.9) - reached(p, 0.1)) / f, "whole samples"),
        (lambda p, f: width(p, f, foot=0, rise=1), "need not be 0 and 1"),
        (lambda p, f: width(p, f, foot=0, rise=p[-1]), "need not be 0 and 1"),
        (lambda p, f: width(p, f, low=0.25, high=0.75), "not 25 to 75"),
        (lambda p, f: -counted(p, f), "the sign"),
        (lambda p, f: (len(p) - 1) / f, "whole profile"),
        (lambda p, f: 0.8 * (p[-1] - p[0]) / np.diff(p).max() / f, "steepest slope"),
    ],
    "ex08_back_projection": [
        (lambda *a: corrected(*a, sign=-1), "the other way"),
        (lambda *a: corrected(*a, clip=False), "colours end at 0 and 1"),
        (clipped_at_the_end, "clip in every step"),
        (looked_once, "*still* missing"),
        (lambda *a: corrected(*a[:4], 1), "that is one correction"),
        (lambda *a: a[0], "nothing has changed"),
        (lambda *a: corrected(*a[:4], a[4] - 1), "range(steps)"),
        (in_place, "change the caller's array"),
        (given_in_place, "given += …"),
        (lambda *a: corrected(*a[:4], 100), "a step too many|range(steps)"),
        (lambda *a: corrected(*a[:4], 2 * a[4] + 2 * (a[4] > 1)), "three corrections"),
        (lambda x, g, average, enlarge, n: enlarge(g - average(x)), "the correction alone"),
        (lambda x, g, average, enlarge, n: enlarge(g), "which has more in it"),
        (lambda x, g, *a: g.repeat(4, axis=0).repeat(4, axis=1), "correct the image"),
        (lambda x, g, average, *a: average(x), "as large as `image`"),
        (lambda x, g, average, *a: x + g - average(x), "print the shapes"),
    ],
}

RIGHT = [
    ("ex08_predict_poster", lambda: [21, 70.8, 14.0]),
    ("ex08_predict_poster", lambda: (tf.constant(21.3), 74, np.int64(14))),
    ("ex08_tiles", of_the_package),
    ("ex08_tiles", padded),
    ("ex08_tiles", tiled(lambda a, n, s, t: (2 * np.arange(a, a + n) + 1 - s) / s)),
    ("ex08_pixel_area_average", lambda x, f: tf.nn.avg_pool2d(x[None], f, f, "VALID")[0]),
    ("ex08_pixel_area_average", by_loops),
    ("ex08_edge_width", counted),
    ("ex08_back_projection", in_squares),
    ("ex08_back_projection", lambda *a: tf.constant(corrected(*a, damp=0.7))),
]
