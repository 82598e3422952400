"""Checks exercise ex08_bicubic_psnr against cubic convolution worked out pixel by pixel."""

import math

import numpy as np
from checking import Mistake
from PIL import Image

SMALL, LARGE = (6, 5, 2), (18, 20, 2)  # height, width, channels


def weight(distance):
    """Keys's cubic with a = -½, at a distance in small pixels."""
    d = abs(distance)
    if d < 1:
        return 1.5 * d**3 - 2.5 * d**2 + 1
    return -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2 if d < 2 else 0.0


def along(line, n):
    """Numbers of a row → n of them; at the picture's border the weights that are left count."""
    drawn = []
    for i in range(n):
        place = (i + 0.5) * len(line) / n - 0.5  # in small pixels, centres at 0, 1, 2, …
        weights = [weight(place - k) for k in range(len(line))]
        drawn.append(sum(w * v for w, v in zip(weights, line, strict=True)) / sum(weights))
    return drawn


def bicubic(small, height, width):
    wide = np.apply_along_axis(along, 1, small.astype("float64"), width)  # row by row
    return np.apply_along_axis(along, 0, wide, height)


def resized(small, height, width, how):
    channels = np.moveaxis(small, -1, 0)
    parts = [Image.fromarray(c).resize((width, height), how) for c in channels]
    return np.stack([np.asarray(part) for part in parts], axis=-1).astype("float64")


def rounded(small, height, width):
    """By way of pictures of 255 grey levels."""
    levels = np.round(255 * small).astype("uint8")
    return resized(levels, height, width, Image.Resampling.BICUBIC) / 255


def decibels(image, reference):
    errors = ((image - reference.astype("float64")) ** 2).ravel().tolist()
    return -10 * math.log10(sum(errors) / len(errors))


def mistakes(small, large):
    height, width, _ = large.shape
    free = bicubic(small, height, width)
    drawn = np.clip(free, 0, 1)
    error = np.square(drawn - large)
    right = decibels(drawn, large)
    ways = Image.Resampling
    wrong = {
        "clip the enlargement to 0..1: beside an edge bicubic overshoots": free,
        "that is bilinear: Image.Resampling.BICUBIC": resized(small, height, width, ways.BILINEAR),
        "that is nearest: Image.Resampling.BICUBIC": resized(small, height, width, ways.NEAREST),
        "that is Lanczos: Image.Resampling.BICUBIC": np.clip(
            resized(small, height, width, ways.LANCZOS), 0, 1
        ),
        "in floats, mode F: 8 bits round to 255 levels": rounded(small, height, width),
    }
    known = [Mistake(decibels(image, large), hint) for hint, image in wrong.items()]
    bilinear = np.clip(resized(small, height, width, ways.BILINEAR), 0, 1)
    average = "average the squared error over pixels and channels first, then one logarithm"
    return [
        *known,
        Mistake(decibels(bilinear, large), "that is bilinear: Image.Resampling.BICUBIC"),
        Mistake(-right, "the sign: a small error has a large PSNR, so -10 · log₁₀"),
        Mistake(-10 * np.log(error.mean()), "that is the natural logarithm: np.log10"),
        Mistake(2 * right, "10, not 20, in front of the logarithm of a *squared* error"),
        Mistake(-10 * np.log10(error.sum()), "average the squared error, do not sum it"),
        Mistake(-10 * np.log10(error.mean(axis=(0, 1))), average),
        Mistake(np.mean(-10 * np.log10(error.mean(axis=(0, 1)))), average),
        Mistake(decibels(drawn[..., :1], large[..., :1]), "all channels count"),
        Mistake(error.mean(), "that is the squared error: now -10 · log₁₀ of it"),
        Mistake(
            decibels(resized(large, *small.shape[:2], ways.BICUBIC).clip(0, 1), small),
            "the other way round: enlarge `small`, and leave the truth as it is",
        ),
    ]


def pictures():
    """A small picture with hard edges, so that bicubic overshoots, and a large one like it."""
    rng = np.random.default_rng(4)
    small = rng.integers(0, 2, SMALL).astype("float32")
    small[0, 0] = 0.3137, 0.4711  # no multiples of 1/255
    truth = np.clip(resized(small, *LARGE[:2], Image.Resampling.NEAREST), 0.1, 0.9)
    return small, np.clip(truth + 0.1 * rng.normal(size=LARGE), 0, 1).astype("float32")


def test_bicubic_psnr(attempt):
    small, large = pictures()
    height, width, _ = LARGE
    expected = decibels(np.clip(bicubic(small, height, width), 0, 1), large)
    one = "one number for the whole picture: np.mean without an axis"
    answer = attempt(small=small, large=large)
    answer.equals(expected, mistakes(small, large), shape_hint=one)

    grey = np.full((2, 3, 1), 0.4, "float32")
    sheet = np.full((8, 6, 1), 0.5, "float32")
    hint = "a grey sheet stays one; an error of 0.1 in every pixel is 20 dB"
    attempt(small=grey, large=sheet).equals(20.0, hint=hint)
