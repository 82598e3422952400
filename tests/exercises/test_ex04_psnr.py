"""Checks exercise ex04_psnr pixel by pixel, by what a tenth of the error does, both ways round."""

import math

import numpy as np
from checking import Mistake, random


def decibels(image, reference):
    """One value after the other."""
    pairs = zip(image.ravel().tolist(), reference.ravel().tolist(), strict=True)
    errors = [(a - b) ** 2 for a, b in pairs]
    return -10 * math.log10(sum(errors) / len(errors))


def mistakes(image, reference):
    error = (image.astype("float64") - reference) ** 2
    mean, right = error.mean(), decibels(image, reference)
    average = "average the squared error over pixels and channels first, then one logarithm"
    natural = "that is the natural logarithm: log₁₀ x is ops.log(x) / ops.log(10.0), or ops.log10"
    return [
        Mistake(-10 * np.log(mean), natural),
        Mistake(-20 * np.log(mean**0.5), natural),
        Mistake(-right, "the sign: a small error has a large PSNR, so -10 · log₁₀"),
        Mistake(2 * right, "10, not 20, in front of the logarithm of a *squared* error"),
        Mistake(right / 2, "is there a root too many? -10 · log₁₀ of the squared error itself"),
        Mistake(right / 10, "the factor 10 is missing: decibels are tenths of a bel"),
        Mistake(-right / 10, "the factor -10 is missing"),
        Mistake(-10 * np.log10(error.sum()), "average the squared error, do not sum it: ops.mean"),
        Mistake(-10 * np.log10(abs(image - reference).mean()), "that is |error|: square it"),
        Mistake(-20 * np.log10(abs(image - reference).mean()), "that is |error|: square it"),
        Mistake((-10 * np.log10(error)).mean(), average),
        Mistake(-10 * np.log10(error.mean(axis=-1)), average),
        Mistake(-10 * np.log10(error.mean(axis=(0, 1))), average),
        Mistake((-10 * np.log10(error.mean(axis=(0, 1)))).mean(), average),
        Mistake(right + 20 * np.log10(255), "the peak is 1 here, not 255: values go from 0 to 1"),
        Mistake(mean, "that is the squared error: now -10 · log₁₀ of it"),
    ]


def test_psnr(attempt):
    reference = random(3, 5, 2, seed=1, low=0.0)
    image = np.clip(reference + 0.1 * random(3, 5, 2, seed=2), 0.01, 0.99).astype("float32")
    one = "one number for the whole picture: ops.mean without an axis"
    answer = attempt(image=image, reference=reference)
    answer.equals(decibels(image, reference), mistakes(image, reference), shape_hint=one)

    swapped = attempt(image=reference, reference=image)
    swapped.equals(decibels(image, reference), hint="it does not matter which of the two is which")

    sheet = np.full((4, 2, 3), 0.5, "float32")
    for error, expected in ((0.1, 20.0), (0.01, 40.0)):
        hint = f"an error of {error} in every pixel is a squared error of {error**2:.4f}"
        attempt(image=sheet + np.float32(error), reference=sheet).equals(expected, hint=hint)
