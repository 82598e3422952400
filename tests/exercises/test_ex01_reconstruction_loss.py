"""Checks exercise ex01_reconstruction_loss: numbers, full black and white, gradients."""

import numpy as np
from checking import Mistake, random


def cross_entropy(x, p):
    return -(x * np.log(p) + (1 - x) * np.log(1 - p))


def summed_slowly(images, reconstructions):
    """Pixel by pixel, one picture after the other."""
    totals = []
    for image, reconstruction in zip(images, reconstructions, strict=True):
        pixels = zip(image.ravel().tolist(), reconstruction.ravel().tolist(), strict=True)
        totals.append(sum(cross_entropy(x, p) for x, p in pixels))
    return np.array(totals)


def mistakes(x, p):
    per_pixel, pixels = cross_entropy(x, p), (1, 2, 3)
    total = per_pixel.sum(pixels)
    mean = "sum over pixels and channels, do not average: ops.sum(..., axis=(1, 2, 3))"
    channels = "keras.losses.binary_crossentropy averages over the channels: sum them as well, "
    channels += "ops.binary_crossentropy leaves every number to you"
    one_sided = "paper counts as well as ink: the term (1 - x) log(1 - p) is missing"
    axes = "one number per picture: sum over height, width and channels, axis=(1, 2, 3)"
    return [
        Mistake(per_pixel.mean(pixels), mean),
        Mistake(per_pixel.mean(-1).sum((1, 2)), channels),
        Mistake(-total, "the sign: a cross-entropy is -Σ …, never negative"),
        Mistake(
            cross_entropy(p, x).sum(pixels),
            "the arguments are swapped: the picture is the target, the reconstruction the output",
        ),
        Mistake(-(x * np.log(p)).sum(pixels), one_sided),
        Mistake(((x - p) ** 2).sum(pixels), "that is the squared error: here cross-entropy"),
        Mistake(cross_entropy(x, 1 / (1 + np.exp(-p))).sum(pixels), "p is a probability, no logit"),
        Mistake(per_pixel, axes),
        Mistake(per_pixel.sum(-1), axes),
        Mistake(per_pixel.mean(-1), axes),
        Mistake(per_pixel.sum((1, 2)), axes),
        Mistake(per_pixel.sum((0, 1, 2)), axes),
        Mistake(per_pixel.sum(), "every picture keeps its own number: the batch is not summed"),
        Mistake(per_pixel.mean(), "sum each picture, axis=(1, 2, 3): no average, not over all"),
        Mistake(total.mean(), "every picture keeps its own number: the batch is not averaged"),
    ]


def test_reconstruction_loss(attempt):
    shape = (3, 5, 4, 2)  # batch, height, width, channels: all different
    images, drawn = (
        random(*shape, seed=1, low=0.1, high=0.9),
        random(*shape, seed=2, low=0.02, high=0.98),
    )
    answer = attempt(images=images, reconstructions=drawn)
    axes = "one number per picture: sum over height, width and channels, axis=(1, 2, 3)"
    answer.equals(summed_slowly(images, drawn), mistakes(images, drawn), shape_hint=axes)

    ink = np.ones((1, 2, 1, 1), "float32")
    black_and_white = np.array([0, 1], "float32").reshape(1, 2, 1, 1)
    edge = attempt(images=ink, reconstructions=black_and_white)
    hint = "log 0: keep p away from 0 and 1, as ops.binary_crossentropy does by itself"
    edge.must(np.isfinite(edge.value).all(), "log 0", f"{edge.value}", "a finite number", hint)
    attempt.must_pass_gradients("reconstructions", images=images, reconstructions=drawn)
