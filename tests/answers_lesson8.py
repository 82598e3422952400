"""Answers to the exercises of lesson 8, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops


def weighed(image, weights):
    """Rows and columns by the same weights (n, size), which add up to 1 for each area."""
    weights = weights / weights.sum(axis=1, keepdims=True)
    return np.einsum("ir,jc,rck->ijk", weights, weights, image, optimize=True)


def touched(image, n, inside=False):
    """Every pixel that an area touches, or those that lie within it, all alike."""
    place, borders = np.arange(len(image)), np.arange(n + 1) * len(image) / n
    low, high = borders[:-1, None], borders[1:, None]
    if inside:
        return weighed(image, ((place >= low) & (place + 1 <= high)).astype(float))
    return weighed(image, ((place < high) & (place + 1 > low)).astype(float))


def by_middles(image, n):
    """Each pixel to the area that its middle lies in."""
    area = ((np.arange(len(image)) + 0.5) * n / len(image)).astype(int)
    return weighed(image, (area == np.arange(n)[:, None]).astype(float))


def cropped(image, n):
    """What does not fit is cut off."""
    side = len(image) // n
    image = image[: n * side, : n * side]
    return image.reshape(n, side, n, side, -1).mean(axis=(1, 3))


def picked(image, n):
    """The pixel in the middle of each area."""
    at = ((np.arange(n) + 0.5) * len(image) / n).astype(int)
    return image[at][:, at]


def in_pieces(image, n):
    """Every pixel cut into n x n."""
    fine = image.repeat(n, axis=0).repeat(n, axis=1)
    return fine.reshape(n, len(image), n, len(image), -1).mean(axis=(1, 3))


def by_ink_so_far(image, n):
    """What lies between two borders is the difference of what lies above them."""
    for axis in (0, 1):
        so_far = np.cumsum(np.asarray(image, "float64"), axis=axis)
        so_far = np.concatenate([0 * so_far.take([0], axis), so_far], axis=axis)
        size = so_far.shape[axis] - 1
        at = np.arange(n + 1) * size / n
        before = np.minimum(at.astype(int), size - 1)
        share = np.expand_dims(at - before, tuple(a for a in range(3) if a != axis))
        at_borders = (1 - share) * so_far.take(before, axis) + share * so_far.take(before + 1, axis)
        image = np.diff(at_borders, axis=axis) * n / size
    return image


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


WRONG = {
    "ex08_area_average": [
        (touched, "in full on both sides"),
        (lambda x, n: touched(x, n, inside=True), "are left out"),
        (by_middles, "each to one area alone"),
        (cropped, "a side is size / n"),
        (lambda x, n: ops.image.resize(x, (n, n), antialias=True), "weighs pixels unevenly"),
        (picked, "average over all of the area"),
        (lambda x, n: in_pieces(x, n) * (len(x) / n) ** 2, "the sum over each area"),
        (lambda x, n: in_pieces(x, n) * len(x) / n, "along rows *and* columns"),
        (lambda x, n: in_pieces(x, n).mean(axis=-1), "channels stay apart"),
        (lambda x, n: in_pieces(x, n).swapaxes(0, 1), "turned over"),
    ],
    "ex08_predict_agreement": [
        (lambda: (0.25, 0.16, 27.5, 14.9), "further right"),
        (lambda: (2.75, 0.16, 27.5, 14.9), "count from the pixel's"),
        (lambda: (0.75, 0.25, 27.5, 14.9), "need not keep the average"),
        (lambda: (0.75, 0, 27.5, 14.9), "its right side is not"),
        (lambda: (0.75, 5 / 6, 27.5, 14.9), "lies right of it"),
        (lambda: (0.75, 2 / 3, 27.5, 14.9), "stands at its middle"),
        (lambda: (0.75, 1 / 3, 27.5, 14.9), "and its share"),
        (lambda: (0.75, 0.184, 27.5, 14.9), "OpenCV"),
        (lambda: (0.75, 0.16, 20.5, 14.9), "all five"),
        (lambda: (0.75, 0.16, 17.3, 14.9), "not squared yet"),
        (lambda: (0.75, 0.16, np.inf, 14.9), "only the grey pixel"),
        (lambda: (0.75, 0.16, -27.5, 14.9), "the sign"),
        (lambda: (0.75, 0.16, 27.5, 7.96), "all five"),
        (lambda: (0.75, 0.16, 27.5, 11.4), "becomes paper"),
        (lambda: (0.75, 0.16, 27.5, 36), "leave of it"),
        (lambda: (0.75, 0.16, 27.5, 10.97), "not squared yet"),
        (lambda: (0.75, 0.16, 27.5), "return edge, ink, agreement, stroke"),
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
    ("ex08_area_average", lambda x, n: tf.image.resize(x[None], (n, n), "area")[0]),
    ("ex08_area_average", in_pieces),
    ("ex08_area_average", by_ink_so_far),
    ("ex08_predict_agreement", lambda: [0.75, 1 / 6, 28.57, 14.95]),  # by straight lines
    ("ex08_predict_agreement", lambda: (tf.constant(0.75), 0.15612, np.float64(27.54), 15)),
    ("ex08_edge_width", counted),
    ("ex08_back_projection", in_squares),
    ("ex08_back_projection", lambda *a: tf.constant(corrected(*a, damp=0.7))),
]
