"""Checks exercise ex10_predict_error against values, pictures and a Gaussian made in NumPy."""

import numpy as np

HINTS = (
    "1: the best single answer to many values is their mean, and then the squared error is their "
    "variance. 2: count the values of a picture first",
    "3: the Gaussian's density is proportional to exp(-error² / (2σ²)): take -log of it and "
    "compare. 4: in each value the error falls from 0.1² to 0. How many values are there?",
    "1: ∫ (x - ½)² dx from 0 to 1. 2: 2 · 0.01 · 30 · 30 · 3. 3: 1 / (2σ²) = 2. "
    "4: 2 · 0.1² · 10 · 10 · 3",
)
WEIGHT, VALUES = 2, 30 * 30 * 3
GREY = [
    (1 / 4, "½ off is the most there is: most values are nearer to the grey of ½, and the *square* "
            "of what they are off is averaged"),
    (1 / 3, "that is the error of black: which grey is nearer to all values?"),
    (1 / 12**0.5, "that is the root of it, the standard deviation: the squared error is asked"),
    (1 / 2, "that is the grey: how large is its squared error?"),
    (1 / 6, "that is the error of an answer drawn at random, twice that of the best one"),
]  # fmt: skip
NATS = [
    (27, "the squared error has the weight 2"),
    (0.02, "that is one value: sum over all values of the picture"),
    (0.01, "that is one value: sum over all values of the picture, with the weight 2"),
    (18, "a pixel has three values, one for each channel"),
    (9, "a pixel has three values, and the squared error has the weight 2"),
    (0.06, "that is one pixel: the loss of a picture is the sum over 900"),
    (86, "that is with the KL: how much is the squared error alone?"),
    (0.54, "0.01 is the squared error already: it is not squared again"),
    (540, "0.1 is the error and 0.01 its square: no root"),
    (20, "that is the PSNR, in decibels: nats are asked, 2 · squared error summed over all values"),
]
SIGMA = [
    (0.25, "that is the variance σ²: the standard deviation is its root"),
    (2**-0.5, "the ½ of the Gaussian is missing: -log of the density is error² / (2σ²)"),
    (2, "2 is the weight, 1 / (2σ²): a larger weight stands for a *smaller* σ"),
    (1, "σ = 1 stands for the weight ½"),
    (0.1, "that is the error of question 2: σ does not depend on the decoder, but on the weight"),
    (2**0.5, "1 / (2σ²) is the weight, not σ² itself"),
    (4, "1 / (2σ²) = 2, so σ² = 1 / 4"),
    (-0.5, "a standard deviation is positive"),
    (127.5, "colours go from 0 to 1 here"),
]
SPOTS = [
    (0.02, "that is one value: sum over the patch"),
    (0.06, "that is one pixel of three values: sum over the patch"),
    (2, "a pixel has three values, one for each channel"),
    (3, "the squared error has the weight 2"),
    (1, "a pixel has three values, and the squared error has the weight 2"),
    (60, "0.1 is not squared yet"),
    (30, "0.1 is not squared yet, and the squared error has the weight 2"),
    (24, "0.1 from the average, not 0.2: the average lies in the middle between both"),
    (54, "that is all of a picture: the spots are on 10 x 10 of its pixels"),
    (-6, "by how much it falls: a positive number"),
    (0, "the average has an error of 0.1 in every value; it is the *sum* of errors that is 0"),
]


def error_of_best_grey():
    values = (np.arange(10_000) + 0.5) / 10_000
    return min(np.mean((values - grey) ** 2) for grey in np.linspace(0, 1, 101))


def nats_at(error):
    """Of a picture that is off by as much as that, up or down, in every value."""
    rng = np.random.default_rng(1)
    off = error**0.5 * rng.choice([-1, 1], (30, 30, 3))
    return WEIGHT * np.sum(off**2)


def sigma_of_weight():
    """The σ whose Gaussian is as much less likely 0.3 off as the squared error says."""
    sigmas = np.linspace(0.05, 3, 5901)
    off = 0.3**2 / (2 * sigmas**2)  # log density in the middle less that 0.3 off
    return sigmas[np.abs(off - WEIGHT * 0.3**2).argmin()]


def nats_of_spots():
    rows, columns = np.mgrid[0:10, 0:10]
    patch = 0.4 + 0.1 * (-1.0) ** (rows + columns)[..., None] * np.ones(3)
    return WEIGHT * np.sum((patch - patch.mean(axis=(0, 1))) ** 2)


def test_predict_error(attempt):
    best = "the best grey is ½, the mean; what is the average of (value - ½)²?"
    values = f"2 · squared error, in each of 30 · 30 · 3 = {VALUES} values"
    wide = "-log of a Gaussian is error² / (2σ²): that is to be 2 · error²"
    patch = "2 · 0.1², in each of 10 · 10 · 3 values of the patch"
    questions = {
        "grey": (error_of_best_grey(), GREY, best),
        "nats": (nats_at(0.01), NATS, values),
        "sigma": (sigma_of_weight(), SIGMA, wide),
        "spots": (nats_of_spots(), SPOTS, patch),
    }
    for answer, (right, known, hint) in zip(
        attempt().parts(*questions), questions.values(), strict=True
    ):
        answer.predicts(0.95 * right, 1.05 * right, known, hint, hint)
