"""Answers to the exercises of lesson 10, wrong and right, but for its network (see
`answers_lesson10_mirror.py`); see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops
from scipy.spatial.distance import cdist


def cropped(images, side, rng, high=1, low=0, flipped=lambda crop: crop[:, ::-1], dtype=None):
    """As ours, with what may be wrong as options."""
    n, height, width, channels = images.shape
    tops = rng.integers(low, height - side + high, n)
    lefts = rng.integers(low, width - side + high, n)
    flips = rng.random(n) < 0.5
    crops = np.empty((n, side, side, channels), dtype or images.dtype)
    for i in range(n):
        crop = images[i, tops[i] : tops[i] + side, lefts[i] : lefts[i] + side]
        crops[i] = flipped(crop) if flips[i] else crop
    return crops


def drawn(images, side, tops, lefts, flips):
    """Crops of what has been drawn already, one number for all or one for each."""
    n = len(images)
    tops, lefts, flips = (np.broadcast_to(a, n) for a in (tops, lefts, flips))
    columns = np.where(flips[:, None], np.arange(side)[::-1], np.arange(side))  # (n, side)
    rows = tops[:, None, None] + np.arange(side)[:, None]
    return images[np.arange(n)[:, None, None], rows, (lefts[:, None] + columns)[:, None]]


def room(images, side):
    """How many places there are along rows and columns."""
    return images.shape[1] - side + 1, images.shape[2] - side + 1


def one_place(images, side, rng):
    down, right = room(images, side)
    flips = rng.random(len(images)) < 0.5
    return drawn(images, side, rng.integers(down), rng.integers(right), flips)


def one_coin(images, side, rng):
    n, (down, right) = len(images), room(images, side)
    return drawn(images, side, rng.integers(down, size=n), rng.integers(right, size=n),
                 rng.random() < 0.5)  # fmt: skip


def rounded(images, side, rng):
    n, (down, right) = len(images), room(images, side)
    tops = np.round(rng.random(n) * (down - 1)).astype(int)
    return drawn(images, side, tops, rng.integers(right, size=n), rng.random(n) < 0.5)


def one_number_for_both(images, side, rng):
    n, (down, right) = len(images), room(images, side)
    u = rng.random(n)
    tops, lefts = (u * down).astype(int), (u * right).astype(int)
    return drawn(images, side, tops, lefts, rng.random(n) < 0.5)


def as_if_square(images, side, rng):
    n, (down, right) = len(images), room(images, side)
    right = min(down, right)
    tops, lefts = rng.integers(down, size=n), rng.integers(right, size=n)
    return drawn(images, side, tops, lefts, rng.random(n) < 0.5)


def every_other(images, side, rng):
    n, (down, right) = len(images), room(images, side)
    tops, lefts = rng.integers(down, size=n), rng.integers(right, size=n)
    return drawn(images, side, tops, lefts, np.arange(n) % 2 == 1)


def in_place(images, side, rng):
    flips = rng.random(len(images)) < 0.5
    images[flips] = images[flips, :, ::-1].copy()
    return cropped(images, side, rng, flipped=lambda crop: crop)


def shuffled(images, side, rng):
    return rng.permutation(cropped(images, side, rng))


def from_windows(images, side, rng):
    """All crops as one view, of which each picture takes one; the flip last."""
    n = len(images)
    windows = np.lib.stride_tricks.sliding_window_view(images, (side, side), axis=(1, 2))
    down, right = windows.shape[1:3]
    place = rng.integers(down * right, size=n)
    crops = np.moveaxis(windows[np.arange(n), place // right, place % right], 1, -1)
    return np.where(rng.integers(2, size=n).astype(bool)[:, None, None, None],
                    crops[:, :, ::-1], crops)  # fmt: skip


def one_by_one(images, side, rng):
    crops = []
    for image in images:
        top, left = (rng.integers(size - side, endpoint=True) for size in image.shape[:2])
        image = np.fliplr(image) if rng.random() > 0.5 else image
        crops.append(image[top : top + side, left : left + side])
    return np.stack(crops)


def picked(images, side, of_step=0.0):
    """One pixel of each area."""
    step = images.shape[1] // side
    at = np.arange(side) * step + int(of_step * step)
    return images[:, at][:, :, at]


def areas(images, side):
    n, size, _, channels = images.shape
    return images.reshape(n, side, size // side, side, size // side, channels)


def folded(images, side):
    n, size, _, channels = images.shape
    step = size // side
    return images.reshape(n, step, side, step, side, channels).mean(axis=(1, 3))


def in_loops(images, side):
    step = images.shape[1] // side
    total = sum(images[:, i::step, j::step] for i in range(step) for j in range(step))
    return total / step**2


def kernel(features, scale, half=0.5):
    features = np.asarray(features, "float64")
    return np.exp(-half * cdist(features, features, "sqeuclidean") / scale**2)


def vendi(matrix, log=np.log, exp=np.exp, above=0.0):
    p = np.linalg.eigvalsh(matrix / len(matrix))
    p = p[p > above]
    return exp(-np.sum(p * log(p)))


def with_zeros(features, scale):
    p = np.linalg.eigvalsh(kernel(features, scale) / len(features))
    with np.errstate(all="ignore"):
        return np.exp(-np.sum(p * np.log(p)))


def in_float32(features, scale):
    """‖a‖² + ‖b‖² - 2 ab, without care for large ‖a‖."""
    squares = np.sum(features**2, axis=1)
    distances = squares[:, None] + squares - 2 * features @ features.T
    return vendi(np.exp(-0.5 * np.maximum(distances, 0) / scale**2), above=1e-7)


def centred_in_place(features, scale):
    features -= features.mean(axis=0)
    return vendi(kernel(features, scale))


def by_singular_values(features, scale):
    p = np.linalg.svd(kernel(features, scale), compute_uv=False) / len(features)
    return tf.constant(np.prod((p + 1e-300) ** -p))


def by_keras(features, scale):
    """With a floor under the eigenvalues in place of a mask."""
    p = np.maximum(np.linalg.eigvalsh(kernel(features, scale) / len(features)), 1e-12)
    return float(ops.exp(-ops.sum(p * ops.log(p))))


WRONG = {
    "ex10_random_crop_flip": [
        (one_place, "a draw for each of the n pictures"),
        (lambda *a: cropped(*a, high=0), "leaves out its upper"),
        (lambda *a: cropped(*a, low=1), "the first place"),
        (one_coin, "one coin for all"),
        (rounded, "rounding a fraction"),
        (one_number_for_both, "a draw each: from none"),
        (as_if_square, "height and width may differ"),
        (every_other, "in no order"),
        (in_place, "written into the picture"),
        (shuffled, "cut out of picture i"),
        (lambda *a: cropped(*a, flipped=lambda crop: crop[::-1]), "not the rows"),
        (lambda *a: cropped(*a, flipped=lambda crop: crop[..., ::-1]), "the colours backwards"),
        (lambda *a: cropped(*a, flipped=lambda crop: crop.swapaxes(0, 1)), "turned over"),
        (lambda *a: cropped(*a, flipped=lambda crop: crop), "a fair coin"),
        (lambda *a: cropped(*a, dtype="float64"), "have the dtype"),
        (lambda x, side, rng: cropped(x, side, np.random.default_rng(0)), "which moves on"),
        (lambda x, side, rng: cropped(x, side, np.random.default_rng()), "with rng alone"),
        (lambda x, side, rng: cropped(x, side, rng)[0], "n squares"),
    ],
    "ex10_smaller_pictures": [
        (picked, "one point of the area, in its corner"),
        (lambda x, side: picked(x, side, 0.5), "lines between them are lost"),
        (lambda x, side: ops.image.resize(x, (side, side)), "lines between them are lost"),
        (lambda x, side: ops.image.resize(x, (side, side), antialias=True), "weighs pixels"),
        (folded, "pieces of the picture over each other"),
        (lambda x, side: areas(x, side).mean(axis=2)[:, :, :, 0], "rows *and* columns"),
        (lambda x, side: areas(x, side).max(axis=(2, 4)), "the brightest pixel"),
        (lambda x, side: areas(x, side).sum(axis=(2, 4)), "divide by its pixels"),
        (lambda x, side: areas(x, side).mean(axis=(2, 4, 5)), "channels stay apart"),
        (lambda x, side: x[:, :side, :side], "is not all of it"),
    ],
    "ex10_predict_error": [
        (lambda: (0.25, 54, 0.5, 6), "½ off is the most"),
        (lambda: (1 / 3, 54, 0.5, 6), "which grey is nearer"),
        (lambda: (0.289, 54, 0.5, 6), "the root of it"),
        (lambda: (0.07, 54, 0.5, 6), "the best grey is ½"),
        (lambda: (1 / 12, 27, 0.5, 6), "has the weight 2"),
        (lambda: (1 / 12, 18, 0.5, 6), "three values"),
        (lambda: (1 / 12, 86, 0.5, 6), "with the KL"),
        (lambda: (1 / 12, 20, 0.5, 6), "in decibels"),
        (lambda: (1 / 12, 100, 0.5, 6), "in each of 30 · 30 · 3"),
        (lambda: (1 / 12, 54, 0.25, 6), "its root"),
        (lambda: (1 / 12, 54, 0.707, 6), "the ½ of the Gaussian"),
        (lambda: (1 / 12, 54, 2, 6), "a *smaller* σ"),
        (lambda: (1 / 12, 54, 0.5, 3), "has the weight 2"),
        (lambda: (1 / 12, 54, 0.5, 60), "not squared yet"),
        (lambda: (1 / 12, 54, 0.5, 24), "not 0.2"),
        (lambda: (1 / 12, 54, 0.5, 0), "the *sum* of errors"),
        (lambda: (1 / 12, 54, 0.5), "return grey, nats, sigma, spots"),
    ],
    "ex10_effective_number": [
        (with_zeros, "log of it is NaN"),
        (in_float32, "take differences first"),
        (centred_in_place, "change the caller's array"),
        (lambda f, s: vendi(kernel(f, s), exp=lambda entropy: entropy), "that is the entropy"),
        (lambda f, s: vendi(kernel(f, s), log=np.log2), "one base"),
        (lambda f, s: vendi(kernel(f, s, half=1)), "the ½ in the exponent"),
        (lambda f, s: vendi(kernel(f, s**0.5)), "so is the scale"),
        (lambda f, s: vendi(kernel(f, 1 / s)), "not multiplied"),
        (lambda f, s: vendi(len(f) * kernel(f, s)), "the eigenvalues of K/n, not of K"),
        (lambda f, s: 1 / np.mean(kernel(f, s)), "not of the numbers in K"),
        (lambda f, s: 1 / vendi(kernel(f, s)), "the sign"),
        (lambda f, s: len(f) ** 2 / np.sum(kernel(f, s) ** 2), "1/Σ p²"),
        (lambda f, s: np.linalg.eigvalsh(kernel(f, s)), "one number"),
    ],
}

RIGHT = [
    ("ex10_random_crop_flip", from_windows),
    ("ex10_random_crop_flip", one_by_one),
    ("ex10_smaller_pictures", in_loops),
    ("ex10_smaller_pictures", lambda x, side: tf.image.resize(x, (side, side), "area")),
    (
        "ex10_smaller_pictures",
        lambda x, side: ops.average_pool(x, x.shape[1] // side, x.shape[1] // side),
    ),
    ("ex10_predict_error", lambda: [0.083, 54, 0.5, 6.0]),
    ("ex10_predict_error", lambda: (tf.constant(1 / 12), np.float64(54.0), 1 / 2, 6)),
    ("ex10_effective_number", by_singular_values),
    ("ex10_effective_number", by_keras),
    ("ex10_effective_number", lambda f, s: vendi(kernel(f, s))),
]
