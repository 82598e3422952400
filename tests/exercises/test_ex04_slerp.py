"""Checks exercise ex04_slerp by turning in the plane of a and b, at its ends, and along a ray."""

import math

import numpy as np
from checking import Mistake, random


def arc(a, b, t):
    """By Gram and Schmidt: from a's direction, turn by t·Ω towards the part of b across it."""
    a, b = a.astype("float64"), b.astype("float64")
    la, lb = math.sqrt((a * a).sum()), math.sqrt((b * b).sum())
    u = a / la
    across = b - (b @ u) * u
    height = math.sqrt((across * across).sum())
    omega = math.atan2(height, b @ u)
    rows = []
    for s in t.tolist():
        direction = math.cos(s * omega) * u + math.sin(s * omega) * across / height
        rows.append(((1 - s) * la + s * lb) * direction)
    return np.array(rows)  # (frames, latent)


def formula(u, v, t, angle):
    t = t[:, None]
    return (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)


def mistakes(a, b, t):
    right, column = arc(a, b, t), t[:, None]
    la, lb = np.linalg.norm(a), np.linalg.norm(b)
    angle = np.arccos(a @ b / (la * lb))
    straight = (1 - column) * a + column * b
    unit = right / np.linalg.norm(right, axis=1, keepdims=True)
    short = straight / np.linalg.norm(straight, axis=1, keepdims=True)
    lengths = (1 - column) * la + column * lb
    even = "the length goes evenly from ‖a‖ to ‖b‖: turn the unit vectors, then multiply by it"
    nlerp = "right length, but the direction does not turn evenly: sin((1 - t)Ω), sin(tΩ), sin Ω"
    with np.errstate(invalid="ignore"):
        raw = np.arccos(np.dot(a, b))  # NaN for long vectors
        unclear = formula(a / la, b / lb, t, raw) * lengths
    return [
        Mistake(arc(b, a, t), "it runs backwards: t = 0 is at a, t = 1 at b"),
        Mistake(straight, "that is the straight line, which dives towards the origin: ex04_lerp"),
        Mistake(unit, "the length is missing: (1 - t)·‖a‖ + t·‖b‖"),
        Mistake(unit * la, "the length of a throughout: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(unit * lb, "the length of b throughout: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(formula(a, b, t, angle), even),
        Mistake(formula(a, b, t, angle) * lengths, even),
        Mistake(short * lengths, nlerp),
        Mistake(short, nlerp),
        Mistake(right * np.sin(angle), "the division by sin Ω is missing"),
        Mistake(unclear, "Ω is the angle between the unit vectors: arccos of u·v, not of a·b"),
        Mistake(formula(a, b, t, raw), "Ω is the angle between the unit vectors: arccos of u·v"),
        Mistake(formula(a / la, b / lb, 1 - t, angle) * lengths, "sin((1 - t)Ω) belongs to u"),
        Mistake(right.T, "a row for each frame: t as a column, ops.reshape(t, (-1, 1))"),
    ]


def test_slerp(attempt):
    a, b = random(4, seed=1), 2.5 * random(4, seed=2)
    t = np.array([0.15, 0.5, 0.75], "float32")
    rows = "a row for each frame, (frames, latent): t as a column, ops.reshape(t, (-1, 1))"
    answer = attempt(a=a, b=b, t=t)
    answer.equals(arc(a, b, t), mistakes(a, b, t), shape_hint=rows)

    obtuse = np.array([-1.0, 0.2, 0.0], "float32"), np.array([2.0, 1.0, 0.5], "float32")
    answer = attempt(a=obtuse[0], b=obtuse[1], t=t)
    answer.equals(arc(*obtuse, t), mistakes(*obtuse, t), shape_hint=rows)

    ends = np.array([0.0, 1.0], "float32")
    attempt(a=a, b=b, t=ends).equals([a, b], hint="t = 0 gives a itself, t = 1 gives b itself")

    ray = "a and b have one direction: Ω = 0, and 0/0 is no number. Keep the direction u there"
    one = np.array([0.6, -0.8, 0.0], "float32")
    answer = attempt(a=one, b=3 * one, t=t)
    lengths = 1 + 2 * t.astype("float64")[:, None]
    answer.equals(lengths * one, [Mistake(np.full((3, 3), np.nan), ray)], ray)
