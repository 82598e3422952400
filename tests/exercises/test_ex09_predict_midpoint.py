"""Checks exercise ex09_predict_midpoint by drawing many z."""

import numpy as np

HINTS = (
    "each of the 24 numbers has a mean square of 1: what is the mean of ‖z‖², and what length is "
    "that?",
    "turn the axes so that z lies along the first one: z · w is then ‖z‖ times *one* number of w, "
    "which is N(0, 1). Divide by both lengths: the cosine is N(0, 1) divided by ‖w‖",
    "each number of a mean of n independent z has a variance of 1/n. The cosine of 90° + δ is -δ "
    "in radians: multiply by 180/π",
)
LATENTS, COUNT = 24, 100_000
NEAR, NEAR_ANGLE = 0.05, 0.1  # so that √24 and 1/√24 are near enough


def measured():
    """length, spread in degrees, midpoint, ten: by COUNT drawings."""
    rng = np.random.default_rng(0)
    z, w = rng.normal(size=(2, COUNT, LATENTS))
    lengths = np.linalg.norm(z, axis=1)
    cosines = np.sum(z * w, axis=1) / lengths / np.linalg.norm(w, axis=1)
    length = lengths.mean()
    midpoint = np.linalg.norm((z + w) / 2, axis=1).mean()
    tens = z.reshape(-1, 10, LATENTS).mean(axis=1)
    ten = np.linalg.norm(tens, axis=1).mean()
    return length, np.degrees(np.arccos(cosines)).std(), midpoint / length, ten / length


def test_predict_midpoint(attempt):
    length, spread, midpoint, ten = measured()
    answers = attempt().parts("length", "spread", "midpoint", "ten")

    def check(answer, right, near, known, why):
        answer.predicts((1 - near) * right, (1 + near) * right, known, why, why)

    squares = "the mean of ‖z‖² is 24, and it varies little: the length is its root"
    known = [
        (24, "that is ‖z‖²: its root is the length"),
        (1, "each *number* is about 1 in size, and there are 24 of them"),
        (0, "the mean of z is 0; its length never is"),
        (24 * (2 / np.pi) ** 0.5, "that is the sum of absolute values; lengths are Euclidean"),
    ]
    check(answers[0], length, NEAR, known, squares)

    cosine = "the cosine has a standard deviation of 1/√24; near 90° the angle in radians changes "
    cosine += "as much as its cosine"
    known = [
        (LATENTS**-0.5, "that is the cosine's, or in radians: in degrees it is 180/π times more"),
        (np.radians(spread), "that is in radians: in degrees it is 180/π times more"),
        (180 / 12**0.5, "not all angles are equally frequent: with 24 numbers nearly all are "
                        "near 90°"),
        (90 / 3**0.5, "not all angles are equally frequent: with 24 numbers nearly all are near "
                      "90°"),
        (np.degrees(1 / 24), "z · w has a standard deviation of √24, not 1, beside lengths of √24"),
        (0, "two of them are at right angles only on average"),
        (90, "that is the mean: how much does it vary around it?"),
    ]  # fmt: skip
    check(answers[1], spread, NEAR_ANGLE, known, cosine)

    half = "the squares add up: ‖z + w‖² is 2 · 24 on average, as z · w is 0 on average; half of "
    half += "that vector has a quarter of it"
    known = [
        (1, "so it would be on an arc; a straight line cuts the corner"),
        (0.5, "so it would be if w were 0: what does w add to the square of the length?"),
        (2**0.5, "that is z + w: the point half-way is half of it"),
        (midpoint * length, "divided by `length`: 1 is as long as a z usually is"),
        (12**0.5, "divided by `length`: 1 is as long as a z usually is"),
    ]
    check(answers[2], midpoint, NEAR, known, half)

    mean = "each number of the mean of ten has a variance of 1/10: its root is what is left"
    known = [
        (0.1, "the variance is a tenth; a length goes with its root"),
        (10**0.5, "the mean, not the sum"),
        (2**-0.5, "that is the mean of two"),
        (1, "ten vectors in ten directions cancel in part: what is the variance of their mean?"),
        (ten * length, "divided by `length`: 1 is as long as a z usually is"),
        (2.4**0.5, "divided by `length`: 1 is as long as a z usually is"),
        (0, "they cancel in part only: what is the variance of their mean?"),
    ]
    check(answers[3], ten, NEAR, known, mean)
