"""Answers to the exercises of lesson 8, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops
from PIL import Image

WAYS = Image.Resampling


def squares(image, factor, order="hfwf", reduce=ops.mean, axis=(1, 3)):
    h, w, channels = (image.shape[0] // factor, image.shape[1] // factor, image.shape[2])
    sides = {"hfwf": (h, factor, w, factor), "fhfw": (factor, h, factor, w)}
    sides["hwff"] = (h, w, factor, factor)
    return reduce(ops.reshape(image, (*sides[order], channels)), axis=axis)


def resized(small, large, how=WAYS.BICUBIC, low=0, high=1, turned=False):
    size = large.shape[:2] if turned else large.shape[1::-1]
    parts = [Image.fromarray(c).resize(size, how) for c in np.moveaxis(small, -1, 0)]
    return np.clip(np.stack([np.asarray(part) for part in parts], axis=-1), low, high)


def error(small, large, **how):
    return np.mean(np.square(resized(small, large, **how).astype("float64") - large))


def in_levels(small, large):
    small = np.round(255 * small).astype("uint8")
    drawn = resized(small, large, low=0, high=255) / 255
    return -10 * np.log10(np.mean((drawn - large) ** 2))


def places(profile, low=0.1, high=0.9, foot=None, rise=None):
    """Where a profile reaches two shares of its rise, by np.interp on the steps that rise."""
    foot = profile[0] if foot is None else foot
    rise = profile[-1] - profile[0] if rise is None else rise
    samples = np.arange(len(profile))
    return [float(np.interp(foot + s * rise, profile, samples)) for s in (low, high)]


def width(profile, factor, **options):
    low, high = places(profile, **options)
    return (high - low) / factor


def reached(profile, share):
    return int(np.argmax(profile >= profile[0] + share * (profile[-1] - profile[0])))


WRONG = {
    "ex08_pixel_area_average": [
        (lambda x, f: squares(x, f, "fhfw", axis=(0, 2)), "*inner* halves"),
        (lambda x, f: squares(x, f, "hwff", axis=(2, 3)), "mixed up"),
        (lambda x, f: squares(x, f, reduce=ops.sum), "divide by factor²"),
        (lambda x, f: squares(x, f, reduce=ops.max), "brightest pixel"),
        (lambda x, f: x[::f, ::f], "a point, not an area"),
        (lambda x, f: squares(x, f, axis=(1, 3, 4)), "channels stay apart"),
        (lambda x, f: squares(x, f, axis=3), "rows are not"),
    ],
    "ex08_bicubic_psnr": [
        (lambda s, t: -10 * np.log10(error(s, t, low=-9, high=9)), "overshoots"),
        (lambda s, t: -10 * np.log10(error(s, t, how=WAYS.BILINEAR)), "that is bilinear"),
        (lambda s, t: -10 * np.log10(error(s, t, how=WAYS.LANCZOS)), "that is Lanczos"),
        (in_levels, "8 bits round"),
        (lambda s, t: 10 * np.log10(error(s, t)), "the sign"),
        (lambda s, t: -10 * np.log(error(s, t)), "natural logarithm"),
        (lambda s, t: -10 * np.log10(error(s[..., :1], t[..., :1])), "all channels count"),
        (lambda s, t: -10 * np.log10(error(s, t, turned=True)), "print the shapes that meet"),
    ],
    "ex08_edge_width": [
        (lambda p, f: width(p, 1), "divide the samples by factor"),
        (lambda p, f: (reached(p, 0.9) - reached(p, 0.1)) / f, "whole samples"),
        (lambda p, f: width(p, f, foot=0, rise=1), "need not be 0 and 1"),
        (lambda p, f: width(p, f, foot=0, rise=p[-1]), "need not be 0 and 1"),
        (lambda p, f: width(p, f, low=0.25, high=0.75), "not 25 to 75"),
        (lambda p, f: -width(p, f), "the sign"),
        (lambda p, f: (len(p) - 1) / f, "whole profile"),
    ],
}

RIGHT = [
    ("ex08_pixel_area_average", lambda x, f: tf.nn.avg_pool2d(x[None], f, f, "VALID")[0]),
    (
        "ex08_bicubic_psnr",
        lambda s, t: 20 * np.log10(t.size**0.5 / np.linalg.norm(resized(s, t) - t)),
    ),
    ("ex08_edge_width", width),
]
