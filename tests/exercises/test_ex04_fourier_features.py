"""Checks exercise ex04_fourier_features wave by wave, by its period, in batches, for gradients."""

import math

import numpy as np
from checking import Mistake, random


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

    factor = "the phase is π p·F: the picture is 2 wide, so F cycles across it are π F per unit"
    first = "all sines first, then all cosines: ops.concatenate([sin, cos], axis=-1)"
    appended = "the sines and cosines alone: x and y themselves are left out here"
    both_wanted = "sines and cosines, 2·m numbers a point: a sine alone cannot tell x from 1 - x"
    return [
        Mistake(both(2 * np.pi * product), factor),
        Mistake(both(product), "π is missing: the phase is π p·F"),
        Mistake(np.concatenate([cos, sin], axis=-1), first),
        Mistake(np.stack([sin, cos], axis=-1).reshape(len(points), -1), first),
        Mistake(np.stack([sin, cos], axis=-1), first),
        Mistake(np.concatenate([sin, cos], axis=0), "side by side, not below each other: axis=-1"),
        Mistake(np.concatenate([points, sin, cos], axis=-1), appended),
        Mistake(sin, both_wanted),
        Mistake(cos, both_wanted),
        Mistake(np.concatenate([sin, sin], axis=-1), "the second half is to be cosines"),
        Mistake(np.pi * product, "that is the phase: now its sines and its cosines"),
    ]


def test_fourier_features(attempt):
    points, frequencies = random(5, 2, seed=1, low=-1.0), random(2, 3, seed=2)
    shape = "a row for each point, 2·m columns: the product of (points, 2) and (2, m), twice"
    answer = attempt(coordinates=points, frequencies=frequencies)
    answer.equals(features(points, frequencies), mistakes(points, frequencies), shape_hint=shape)

    across = np.array([[-1.0, 0.3], [1.0, 0.3]], "float32")  # opposite ends of the picture
    whole = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], "float32")
    ends = "whole numbers of cycles across the picture end as they began: the phase is π p·F"
    attempt(coordinates=across, frequencies=whole).equals(features(across, whole), hint=ends)

    batch = random(4, 5, 2, seed=3, low=-1.0)
    expected = np.stack([features(points, frequencies) for points in batch])
    axes = "there may be axes in front of the points: count from the end, axis=-1"
    answer = attempt(coordinates=batch, frequencies=frequencies)
    answer.equals(expected, hint=axes, shape_hint=axes)
    attempt.must_pass_gradients("coordinates", coordinates=points, frequencies=frequencies)
