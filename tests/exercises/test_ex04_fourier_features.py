"""Checks exercise ex04_fourier_features wave by wave, by its period, in batches, for gradients."""

import math

import numpy as np
from checking import Mistake, random

HINTS = (
    "begin with one wave that only runs to the right, and ask by how much its phase grows from "
    "the left edge, x = -1, to the right edge, x = 1",
    "a cycle is 2π, and the picture is 2 wide: the phase grows by π for each unit of x and each "
    "cycle across the picture; what y adds is summed to it",
    "the phases of all points and waves at once are π times one matrix product, (..., points, 2) "
    "by (2, m); their sines are 0 in the middle, their cosines are 1 there",
)


def features(points, frequencies):
    """One point and one wave at a time: (points, 2·m)."""
    rows = []
    for x, y in points.tolist():
        phases = [math.pi * (x * fx + y * fy) for fx, fy in frequencies.T.tolist()]
        rows.append([math.sin(p) for p in phases] + [math.cos(p) for p in phases])
    return np.array(rows)


def mistakes(points, frequencies):
    product = points.astype("float64") @ frequencies
    sin, cos = np.sin(np.pi * product), np.cos(np.pi * product)

    def both(phase):
        return np.concatenate([np.sin(phase), np.cos(phase)], axis=-1)

    factor = "twice too many cycles: from edge to edge is a way of 2, so half of 2π for each unit"
    first = "all that are 0 in the middle first, then all that are 1 there"
    appended = "the waves alone: x and y themselves are left out here"
    both_wanted = "two copies of each wave, 2·m numbers: one alone cannot tell where on it one is"
    exchanged = "x and y are exchanged: the first row of frequencies counts cycles to the right"
    quarter = "a quarter of a cycle is π/2"
    orders = {
        "twice too many cycles (2π for π)": 2 * np.pi * product,
        "too few cycles (the π is missing)": product,
    }
    edge = "the phase is counted from the edge: in the middle, at (0, 0), the waves begin"
    doubly = [
        Mistake(wrong, f"{what}; and {first}")
        for what, phase in orders.items()
        for wrong in (
            np.concatenate([np.cos(phase), np.sin(phase)], axis=-1),
            np.stack([np.sin(phase), np.cos(phase)], axis=-1).reshape(len(points), -1),
        )
    ]
    shifted = [np.sin(np.pi * product + a) for a in (0.25, np.pi / 4, np.pi)]
    return [
        *doubly,
        *[Mistake(np.concatenate([sin, wave], axis=-1), quarter) for wave in shifted],
        Mistake(both(2 * np.pi * product), factor),
        Mistake(both(product), "too few cycles: a cycle is 2π, and the picture is 2 wide"),
        Mistake(both(np.pi / 2 * product), "too few cycles: a cycle is 2π, the picture is 2 wide"),
        Mistake(both(-np.pi * product), "the waves run backwards: they grow to the right"),
        Mistake(both(np.pi * (points[:, ::-1] @ frequencies)), exchanged),
        Mistake(both(np.pi * ((points + 1) @ frequencies)), edge),
        Mistake(np.concatenate([cos, sin], axis=-1), first),
        Mistake(np.stack([sin, cos], axis=-1).reshape(len(points), -1), first),
        Mistake(np.stack([sin, cos], axis=-1), first),
        Mistake(np.concatenate([sin, cos], axis=0), "side by side, not below each other: axis=-1"),
        Mistake(np.concatenate([points, sin, cos], axis=-1), appended),
        Mistake(sin, both_wanted),
        Mistake(cos, both_wanted),
        Mistake(np.concatenate([sin, sin], axis=-1), "the second half is to be 1 in the middle"),
        Mistake(np.concatenate([sin, -sin], axis=-1), "a quarter of a cycle apart, not a half"),
        Mistake(np.concatenate([sin, -cos], axis=-1), "the second half is -1 in the middle, not 1"),
        Mistake(np.pi * product, "that is the phase: now the height of the waves at that phase"),
    ]


def test_fourier_features(attempt):
    points, frequencies = random(5, 2, seed=1, low=-1.0), 2 * random(2, 3, seed=2)
    shape = "a row for each point, 2·m columns: two copies of each of the m waves"
    answer = attempt(coordinates=points, frequencies=frequencies)
    answer.equals(features(points, frequencies), mistakes(points, frequencies), shape_hint=shape)

    across = np.array([[-1.0, 0.3], [1.0, 0.3]], "float32")  # opposite ends of the picture
    whole = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], "float32")
    ends = "whole numbers of cycles across the picture end as they began"
    attempt(coordinates=across, frequencies=whole).equals(features(across, whole), hint=ends)

    batch = random(4, 5, 2, seed=3, low=-1.0)
    expected = np.stack([features(points, frequencies) for points in batch])
    axes = "there may be axes in front of the points: count from the end, axis=-1"
    answer = attempt(coordinates=batch, frequencies=frequencies)
    answer.equals(expected, hint=axes, shape_hint=axes)
    arguments = {"coordinates": points, "frequencies": frequencies}
    attempt.must_stand_in_a_network("coordinates", (None, None, 6), **arguments)
    attempt.must_pass_gradients("coordinates", **arguments)
