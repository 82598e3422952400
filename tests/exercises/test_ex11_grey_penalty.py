"""Checks exercise ex11_grey_penalty by what every price for grey has in common."""

import numpy as np
import tensorflow as tf
from checking import random

HINTS = (
    "first for one sample: a function of p that is 0 at 0 and at 1, and highest at ½. A hill",
    "p(1 - p), its square, sin²(πp), 1 - |2p - 1|, the entropy of a coin: which of them has a "
    "gradient that is finite at 0 and at 1?",
    "then ops.sum over height, width and channels, and ops.mean over the batch",
)
SHAPE = (3, 5, 4, 2)  # batch, height, width, channels
GREYS = np.float32([0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5])
LOW, HIGH = 0.1, 1.0  # what a sample of ½ costs


def measured(attempt, samples):
    """The answer for samples, its number and its gradient."""
    samples = tf.constant(np.ascontiguousarray(samples, "float32"))
    with tf.GradientTape() as tape:
        tape.watch(samples)
        answer = attempt(samples=samples)
        value = float(answer.has_shape((), hint="one number: sum in a picture, mean over pictures"))
        tensor = answer.tensor()
    gradient = tape.gradient(tensor, samples)
    hint = "compute with keras.ops from end to end: rounding, > and np.… have no gradient"
    answer.must(gradient is not None, "no gradient", "none", "one that can be followed", hint)
    return answer, value, gradient.numpy()


def price(attempt, p):
    """(answer, cost, gradient) of one sample of p on a sheet of paper, a picture alone."""
    samples = np.zeros((1, *SHAPE[1:]), "float32")
    samples[0, 2, 1, 0] = p
    answer, value, gradient = measured(attempt, samples)
    return answer, value, gradient[0, 2, 1, 0]


def must_be_a_hill(attempt):
    for name, sheet in (("paper", np.zeros(SHAPE)), ("ink", np.ones(SHAPE))):
        answer, value, _ = measured(attempt, sheet)
        hint = "a sample of 0 or 1 is what is wanted: it costs nothing"
        nothing = abs(value) < 1e-3
        answer.must(nothing, "no grey, and a price", f"{value:.4g} for all {name}", "0", hint)
    costs = []
    for p in GREYS:
        answer, low, _ = price(attempt, p)
        other, high, _ = price(attempt, 1 - p)
        costs.append(low)
        hint = "ink and paper count alike: a function of |p - ½|, or of p(1 - p)"
        came = f"{low:.4g} for {p:.2f}, {high:.4g} for {1 - p:.2f}"
        alike = abs(low - high) < 1e-3 * max(1, abs(low))
        other.must(alike, "not the same for p and 1 - p", came, "the same", hint)
    hint = "it grows from 0 to ½ without a level stretch: is it upside down, or cut off somewhere?"
    came = ", ".join(f"{p:.2g}: {c:.3g}" for p, c in zip(GREYS, costs, strict=True))
    answer.must(np.all(np.diff(costs) > 0), "not a hill", came, "more, the nearer to ½", hint)
    hint = "a factor in front: the lesson's weight is made for a price between 0.1 and 1"
    if LOW <= SHAPE[1] * SHAPE[2] * SHAPE[3] * costs[-1] <= HIGH:
        hint = "*summed* over the samples of a picture, not averaged"
    fits = LOW - 1e-3 <= costs[-1] <= HIGH + 1e-3
    answer.must(fits, "another scale", f"{costs[-1]:.4g} for ½", f"{LOW} to {HIGH}", hint)


def must_be_summed_and_averaged(attempt):
    samples = random(*SHAPE, seed=1, low=0.05, high=0.95)
    answer, value, _ = measured(attempt, samples)
    each = [measured(attempt, picture[None])[1] for picture in samples]
    mean, total = float(np.mean(each)), float(np.sum(each))
    hint = "average over the batch, do not sum" if np.isclose(value, total) else ""
    hint = hint or "the mean over pictures of what each alone costs"
    came, wanted = f"{value:.4g} for three pictures", f"{mean:.4g}, the mean of each alone"
    answer.must(np.isclose(value, mean, rtol=1e-3), "not the mean", came, wanted, hint)

    first = price(attempt, 0.3)[1]
    twice = np.zeros((1, *SHAPE[1:]))
    twice[0, 0, 0, 0] = twice[0, 4, 3, 1] = 0.3
    answer, value, _ = measured(attempt, twice)
    hint = "sum over height, width and channels: each sample adds its own price, wherever it is"
    came = f"{value:.4g} for two samples of 0.3, {first:.4g} for one"
    right = np.isclose(value, 2 * first, rtol=2e-3)
    answer.must(right, "not a sum", came, f"{2 * first:.4g}", hint)


def must_lead_away_from_grey(attempt):
    for p in (0.0, 1.0, 0.5):
        answer, _, slope = price(attempt, p)
        hint = "log 0 and the slope of a root at 0 are infinite: another measure, or clip before it"
        came = f"a gradient of {slope} at {p:g}"
        answer.must(np.isfinite(slope), "NaN or infinity", came, "a number", hint)
    for p in (0.1, 0.3, 0.45, 0.55, 0.7, 0.9):
        answer, _, slope = price(attempt, p)
        away = slope * np.sign(0.5 - p) > 1e-3
        hint = "downhill leads to paper below ½ and to ink above, also for light grey and dark"
        came = f"a gradient of {slope:.3g} at {p:g}"
        answer.must(away, "it does not lead away from ½", came, "one that does", hint)


def test_grey_penalty(attempt):
    must_be_a_hill(attempt)
    must_be_summed_and_averaged(attempt)
    must_lead_away_from_grey(attempt)
