"""Checks exercise ex03_fully_connected: linear, with a bias, all of it from N(0, 1)."""

import numpy as np
from checking import random

SEED = 5
SHAPE = "a pre-activation per unit and point: (points, n) times (n, units) is (points, units)"


def new_rng():
    return np.random.default_rng(SEED)


def test_fully_connected(attempt):
    h = random(6, 4, seed=1)
    first = attempt(h=h, units=3, rng=new_rng())
    drawn = first.has_shape((6, 3), hint=SHAPE)
    repeated = "the same rng state gave two results: draw from rng, not from np.random"
    attempt(h=h, units=3, rng=new_rng()).equals(drawn, hint=repeated)
    moved = new_rng()
    attempt(h=h, units=3, rng=moved)
    again = attempt(h=h, units=3, rng=moved)
    told = ("the second call repeated the first", "the same numbers", "new weights")
    used = "draw from the rng that is passed: one made inside starts anew at every call"
    again.must(not np.allclose(again.has_shape((6, 3)), drawn), *told, used)

    check_that_it_is_linear(attempt, h)
    check_what_was_drawn(attempt)


def check_that_it_is_linear(attempt, h):
    """With the same random numbers: f(0) is the bias, and f(h) - f(0) is h times the kernel."""
    still = attempt(h=np.zeros_like(h), units=3, rng=new_rng())
    bias = still.has_shape((6, 3))
    told = ("no bias", "0 for h = 0", "the bias, drawn from N(0, 1)")
    still.must(np.abs(bias).max() > 0, *told, "add rng.standard_normal(units)")
    same = "one bias for each unit, shape (units,), the same at every point"
    still.equals(np.tile(bias[0], (6, 1)), hint=same)
    ones = attempt(h=np.eye(4, dtype="float32"), units=3, rng=new_rng())
    kernel = ones.has_shape((4, 3)) - bias[0]
    expected = [[sum(a * b for a, b in zip(row, w, strict=True)) for w in kernel.T] for row in h]
    answer = attempt(h=h, units=3, rng=new_rng())
    alone = "pre-activations only: no activation, and one kernel for all"
    answer.equals(expected + bias[0], hint=alone)


def check_what_was_drawn(attempt):
    """Mean and spread of many weights and biases, recovered through h = I and h = 0."""
    zero = attempt(h=np.zeros((1, 400), "float32"), units=1000, rng=new_rng())
    bias = zero.has_shape((1, 1000), hint=SHAPE)
    one = attempt(h=np.eye(400, dtype="float32"), units=1000, rng=new_rng())
    kernel = one.has_shape((400, 1000), hint=SHAPE) - bias
    for answer, name, drawn in ((one, "weights", kernel), (zero, "biases", bias)):
        hint = "N(0, 1): rng.standard_normal, neither uniform nor scaled by the width"
        mean, spread = drawn.mean(), drawn.std()
        came, wanted = f"mean {mean:.2f}, spread {spread:.2f}", "mean 0, spread 1"
        near = abs(mean) < 0.2 and 0.8 < spread < 1.2
        answer.must(near, f"the {name} are not from N(0, 1)", came, wanted, hint)
    told = ("every unit has the same weights", "equal columns", "(n, units) different numbers")
    one.must(kernel.std(axis=1).min() > 0.5, *told, "the kernel has the shape (n, units)")
    beyond = np.mean(np.abs(kernel) > 2)
    told = ("the weights are not normal", f"{beyond:.1%} beyond ±2", "4.6%")
    one.must(0.03 < beyond < 0.06, *told, "rng.standard_normal, not rng.uniform")
