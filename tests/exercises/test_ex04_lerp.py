"""Checks exercise ex04_lerp number by number, at its ends, and for as many frames as numbers."""

import numpy as np
from checking import Mistake, random


def line(a, b, t):
    """One number after the other: (frames, numbers)."""
    return np.array([[(1 - s) * p + s * q for p, q in zip(a, b, strict=True)] for s in t])


def mistakes(a, b, t):
    right, column = line(a, b, t), t[:, None]
    rows = "a row for each frame: t is the column, ops.reshape(t, (-1, 1))"
    smooth = (1 - np.cos(np.pi * t)) / 2
    found = [
        Mistake(line(b, a, t), "it runs backwards: t = 0 is at a, t = 1 at b"),
        Mistake(right.T, rows),
        Mistake(a + column * b, "b is added to a: it is the way, b - a, of which t is a share"),
        Mistake((a + b) * column, "(1 - t)·a + t·b: the share of a falls as that of b grows"),
        Mistake((b - a) * column, "that is the way gone: it begins at a"),
        Mistake(line(a, b, smooth), "a straight line in even steps: t as it is, no easing"),
        Mistake(line(a, b, np.sin(np.pi / 2 * t)), "in even steps: t as it is, no easing"),
        Mistake(line(a, b, np.linspace(0, 1, len(t))), "t says where the frames are: use it"),
    ]
    if len(a) == len(t):
        found.append(Mistake((1 - t) * a + t * b, rows))
    return found


def test_lerp(attempt):
    rows = "a row for each frame, (frames, numbers): t as a column, ops.reshape(t, (-1, 1))"
    for numbers, seed in ((4, 1), (3, 5)):
        a, b = random(numbers, seed=seed), random(numbers, seed=seed + 1)
        t = np.array([0.1, 0.45, 0.8], "float32")
        answer = attempt(a=a, b=b, t=t)
        answer.equals(line(a, b, t), mistakes(a, b, t), shape_hint=rows)

    ends = np.array([0.0, 1.0], "float32")
    attempt(a=a, b=b, t=ends).equals([a, b], hint="t = 0 gives a itself, t = 1 gives b itself")
