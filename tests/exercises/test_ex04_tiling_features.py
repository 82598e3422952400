"""Checks exercise ex04_tiling_features by what a tile is: it repeats, has no seam, is of waves."""

import math

import numpy as np
from checking import Mistake, random

HINTS = (
    "a wave is the same one tile further on if something about it is a whole number: what?",
    "a wave repeats if it makes a whole number of cycles in one tile, to the right and downwards. "
    "Frequencies count cycles in 2 units, a tile is `period` units: how many cycles in a tile?",
    "frequencies · period / 2 are the cycles in a tile, x and y each with its own period: round "
    "them, go back by the same factor, and then on as in fourier_features; "
    "np.array(period)[:, None] is a column, one number for each row",
)


def features(points, frequencies):
    """One point and one wave at a time: (points, 2·m)."""
    rows = []
    for x, y in points.tolist():
        phases = [math.pi * (x * fx + y * fy) for fx, fy in frequencies.T.tolist()]
        rows.append([math.sin(p) for p in phases] + [math.cos(p) for p in phases])
    return np.array(rows)


def fitted(frequencies, spacing, to_whole=np.round):
    """The frequencies (2, m) as multiples of a spacing for x and one for y."""
    spacing = np.asarray(spacing, "float64")[:, None]
    return spacing * to_whole(frequencies.astype("float64") / spacing)


def alike(a, b):
    return a.shape == b.shape and np.allclose(a, b, atol=1e-3)


def mistakes(points, frequencies, period):
    spacing = 2 / np.asarray(period, "float64")
    remainder = np.mod(points, period)
    mirrored = np.abs(np.mod(points + period, 2 * np.asarray(period)) - period)
    right = features(points, fitted(frequencies, spacing))
    half = right.shape[1] // 2
    order = "the copies that are 0 at (0, 0) first, then those that are 1, as in fourier_features"
    cut = "cut off, not rounded: every wave is slower than asked, by half a step on average"
    seam = "the place is taken modulo the period: it repeats, but jumps where tiles meet. It is "
    seam += "the frequencies that have to fit"
    return [
        Mistake(np.roll(right, half, axis=1), order),
        *[Mistake(part, "two copies of each wave") for part in (right[:, :half], right[:, half:])],
        Mistake(
            features(points, 2 * fitted(frequencies, spacing)),
            "twice too many cycles: π for each unit, as in fourier_features",
        ),
        Mistake(features(points, frequencies), "the frequencies are as they were: none repeats"),
        Mistake(features(remainder, frequencies), seam),
        Mistake(features(mirrored, frequencies), "the tiles are mirror images: waves, no folding"),
        Mistake(features(points, fitted(frequencies, spacing, np.trunc)), cut),
        Mistake(features(points, fitted(frequencies, spacing, np.floor)), cut),
        Mistake(features(points, fitted(frequencies, spacing, np.ceil)), "round to the nearest"),
        Mistake(
            features(points, fitted(frequencies, (1, 1))),
            "whole frequencies suit a tile of 2 x 2; how many cycles fit into this one?",
        ),
        Mistake(
            features(points, fitted(frequencies, spacing / 2)),
            "half a cycle a tile is allowed here: after one period such a wave is upside down",
        ),
        Mistake(
            features(points, fitted(frequencies, 2 * spacing)),
            "twice as many cycles as needed: the tile repeats within itself",
        ),
        Mistake(
            features(points, fitted(frequencies, spacing[::-1])),
            "width and height of the tile are exchanged: x goes with the first",
        ),
        Mistake(
            features(points, np.round(frequencies / spacing[:, None])),
            "that is cycles in a tile; back to cycles in 2 units after rounding",
        ),
        Mistake(
            features(points * spacing.astype("float32"), np.round(frequencies)),
            "the waves repeat, but are finer than asked: round the cycles in a *tile*",
        ),
        Mistake(
            features(points, np.repeat(fitted(frequencies, spacing)[:1], 2, axis=0)),
            "what y adds is not its own: the second row of frequencies is for y",
        ),
    ]


def must_repeat(attempt, points, frequencies, period):
    """A place and those one period on have the same features."""
    call = {"coordinates": points, "frequencies": frequencies, "period": period}
    answer = attempt(**call)
    known = mistakes(points, frequencies, period)
    base = answer.has_shape((len(points), 2 * frequencies.shape[1]), known)
    for axis, way in enumerate(("to the right", "downwards")):
        further = points.copy()
        further[:, axis] += np.float32(period[axis])
        there = attempt(**{**call, "coordinates": further})
        got = there.has_shape(base.shape)
        worst = float(abs(got - base).max())
        here = next((m.hint for m in known if alike(base, m.value)), "")
        hint = here or f"one period {way} a wave must have made a whole number of cycles"
        came = f"features that differ by {worst:.2g}, one period {way}"
        there.must(worst < 2e-3, "it does not repeat", came, "the same features", hint)
    return answer


def must_have_no_seam(attempt, frequencies, period):
    """Along a line no feature makes a step much longer than its usual ones."""
    line = np.linspace(-1.3, 1.3, 2601, dtype="float32")
    for axis in (0, 1):
        points = np.zeros((len(line), 2), "float32")
        points[:, axis], points[:, 1 - axis] = line, 0.17
        answer = attempt(coordinates=points, frequencies=frequencies, period=period)
        got = answer.has_shape((len(line), 2 * frequencies.shape[1]))
        steps = abs(np.diff(got, axis=0))  # (places, 2·m)
        usual = np.quantile(steps, 0.95, axis=0)
        jumps, step = (steps > 3 * usual + 1e-3).any(), float(steps.max())
        hint = "it jumps at the edge of a tile: the frequencies have to fit, not the places"
        came = f"a feature that jumps by {step:.2g} within a thousandth"
        answer.must(not jumps, "a seam", came, "features without jumps", hint)


def test_tiling_features(attempt):
    points, frequencies = random(7, 2, seed=1, low=-1.0), 4 * random(2, 3, seed=2)
    for period in ((1.0, 2 / 3), (0.8, 1.6)):
        answer = must_repeat(attempt, points, frequencies, period)
        must_have_no_seam(attempt, frequencies, period)
        expected = features(points, fitted(frequencies, 2 / np.asarray(period)))
        hint = "it repeats, but these are not the nearest frequencies that do"
        known = mistakes(points, frequencies, period)
        answer.equals(expected, known, hint)

    fits = np.array([[2.0, -4.0, 6.0], [3.0, 0.0, -6.0]], "float32")
    answer = attempt(coordinates=points, frequencies=fits, period=(1.0, 2 / 3))
    hint = "these frequencies fit already: they stay as they are"
    answer.equals(features(points, fits), hint=hint)

    batch, period = random(4, 5, 2, seed=3, low=-1.0), (1.0, 2 / 3)
    fitting = fitted(frequencies, 2 / np.asarray(period))
    expected = np.stack([features(points, fitting) for points in batch])
    axes = "there may be axes in front of the points: count from the end, axis=-1"
    answer = attempt(coordinates=batch, frequencies=frequencies, period=period)
    answer.equals(expected, hint=axes, shape_hint=axes)
    arguments = {"coordinates": points, "frequencies": frequencies, "period": period}
    attempt.must_stand_in_a_network("coordinates", (None, None, 6), **arguments)
    attempt.must_pass_gradients("coordinates", **arguments)
