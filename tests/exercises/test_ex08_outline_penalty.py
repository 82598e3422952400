"""Checks exercise ex08_outline_penalty by what every measure of outlines has in common."""

import numpy as np
import tensorflow as tf
from checking import random

HINTS = (
    "ink and paper differ at an outline alone: what is the difference of neighbours elsewhere?",
    "two pictures of differences, downwards and to the right, of the same shape: at every pixel "
    "they are an arrow across the outline, and its length does not depend on where it points",
    "the mean of sqrt(down² + right² + ε); with ε = 0 the root's gradient is ∞ · 0, which is NaN, "
    "where nothing changes",
)
HEIGHT, WIDTH = 40, 56
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
STEPS = (0.03, 0.01, 3e-3, 1e-3, 3e-4)  # of the pixel that moves most
FOLLOWED = "a gradient that can be followed"
FLAT, ALIKE, MORE = 0.1, 0.04, 1.05


def soft(inside):
    """Ink where `inside` is above 0; the edge is about two pixels wide."""
    return (0.5 + 0.5 * np.tanh(inside / 2)).astype("float32")


def disc(y, x, radius):
    return soft(radius - np.hypot(Y - y, X - x))


DISC = disc(18, 25, 11)
DISCS = sum(disc(y, x, 3.24) for y in (8, 20, 32) for x in (9, 26, 45))  # as much ink, in nine
STRAIGHT, WAVY = soft(Y - 22), soft(Y - 22 - 4 * np.sin(2 * np.pi * X / 28))
DROP = 9 - np.hypot(1.3 * (Y - 17) + 0.3 * (X - 25), X - 25)  # a slanted ellipse
DROP = soft(DROP * (1 + 0.02 * (X - 25) + 0.03 * (Y - 17)))  # whose edge is softest at upper left
PAPER, INK = np.zeros((2, HEIGHT, WIDTH), "float32") + np.float32([0, 1])[:, None, None]


def measured(attempt, picture):
    """The answer for a picture, its number and its gradient."""
    samples = tf.constant(np.ascontiguousarray(picture))
    with tf.GradientTape() as tape:
        tape.watch(samples)
        answer = attempt(samples=samples)
        one = "one number for the whole picture: ops.mean or ops.sum at the end"
        value = float(answer.has_shape((), hint=one))
        tensor = answer.tensor()
    gradient = tape.gradient(tensor, samples)
    hint = "compute with keras.ops from end to end: np.…, float(…), rounding and > have no gradient"
    answer.must(gradient is not None, "no gradient", "none", FOLLOWED, hint)
    return answer, value, gradient.numpy()


def must_be_nothing_where_all_is_flat(attempt):
    answer, something, _ = measured(attempt, DISC)
    cancel = "differences have both signs, and cancel: their squares, or absolute values"
    came = f"{something:.4g} for a disc"
    answer.must(something > 1e-6, "no outline", came, "something above 0", cancel)
    paper, ink = (measured(attempt, sheet)[1] for sheet in (PAPER, INK))
    rim = "neither ink nor the rim of the picture is an outline: only where ink meets paper, "
    rim += "between pixels of the picture (padding adds paper around it)"
    epsilon = "what is added under a root counts in every pixel, and its root is much larger: "
    epsilon += "take less, 1e-6 or so"
    hint = epsilon if np.isclose(paper, ink) else rim
    for name, value in (("all paper", paper), ("all ink", ink)):
        came = f"{value:.4g} for a sheet that is {name}, {something:.4g} for a disc"
        nearly = abs(value) < FLAT * something
        answer.must(nearly, "an outline without an edge", came, "0, or nearly so", hint)


def must_not_depend_on_the_side(attempt):
    signs = "a step up and a step down cost the same: squares or absolute values of differences"
    side = "rows and columns count alike: is one of the directions left out, or counted less?"
    same = "ink and paper count alike: look at differences, not at the ink itself"
    answer, value, _ = measured(attempt, DROP)
    for name, other, hint in (
        ("transposed", DROP.T, side),
        ("flipped upside down", DROP[::-1], signs),
        ("flipped left to right", DROP[:, ::-1], signs),
        ("with ink and paper exchanged", 1 - DROP, same),
    ):
        answer, now, _ = measured(attempt, other)
        alike = abs(now - value) < ALIKE * value
        came, wanted = f"{now:.4g} for an ellipse {name}", f"about {value:.4g}, as before"
        answer.must(alike, "depends on the side", came, wanted, hint)


def must_be_more_for_longer_outlines(attempt):
    where = "there is as much grey in both: what counts is how neighbours differ in *both* "
    where += "directions"
    each = "nine small discs have three times the outline of a large one, and are curved more"
    for less, more, (low, high), hint in (
        ("a straight edge", "a wavy one", (STRAIGHT, WAVY), where),
        ("a disc", "nine small ones with as much ink", (DISC, DISCS), each),
    ):
        _, first, _ = measured(attempt, low)
        answer, second, _ = measured(attempt, high)
        came = f"{first:.4g} for {less}, {second:.4g} for {more}"
        wanted = "at least 5 % more for the second"
        answer.must(second > MORE * first, "not longer", came, wanted, hint)


def must_lead_downhill(attempt):
    noise = random(HEIGHT, WIDTH, seed=1, low=0.1, high=0.9)
    pictures = {"all paper": PAPER, "all ink": INK, "a disc": DISC, "a noisy one": noise}
    for name, picture in pictures.items():
        answer, value, gradient = measured(attempt, picture)
        finite = np.isfinite(gradient).all()
        came = f"a gradient with NaN, or without bounds, where the picture is {name}"
        root = "sqrt is infinitely steep at 0, and ∞ · 0 is NaN: add 1e-6 or so under the root"
        answer.must(finite, "NaN in the gradient", came, "numbers everywhere", root)
        if name == "a disc":
            edge = np.abs(gradient)[np.abs(DISC - 0.5) < 0.3].max()
            hint = "rounding and > are flat: work with the greys of the soft edges"
            answer.must(edge > 0, "an edge that nothing moves", "0 at the edge", FOLLOWED, hint)
    gradient = gradient / np.abs(gradient).max()
    least = min(measured(attempt, noise - np.float32(step) * gradient)[1] for step in STEPS)
    came = f"{least:.4g} after a small step, {value:.4g} before it"
    hint = "is the gradient stopped somewhere, or taken of something else than what is returned?"
    answer.must(least < value, "the gradient leads nowhere", came, "less than before", hint)


def test_outline_penalty(attempt):
    must_be_nothing_where_all_is_flat(attempt)
    must_not_depend_on_the_side(attempt)
    must_be_more_for_longer_outlines(attempt)
    must_lead_downhill(attempt)
