"""Checks exercise ex04_slerp by turning in the plane of a and b, at its ends, and along rays."""

import math

import numpy as np
from checking import Mistake, random

HINTS = (
    "take direction and length apart: which unit vectors do a and b have, what is the angle Ω "
    "between them, and what do you know of a vector that is turned by a share of Ω?",
    "the direction is s·u + r·v with numbers s and r: at the start 1 and 0, at the end 0 and 1; "
    "for vectors at right angles they are the cosine and the sine of the angle turned",
    "in general s = sin((1 - t)Ω) / sin Ω and r = sin(tΩ) / sin Ω. Before arccos, clip to -1..1: "
    "rounding passes 1. Where Ω is nearly 0, take u itself: 0 / 0 is no number",
)
ROWS = "a row for each t, (frames, numbers): t has to become a column to meet a row"


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
    return np.array(rows)  # (frames, numbers)


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
    nlerp = "right length, but the direction does not turn evenly: equal steps of t, equal angles"
    half = formula(a / la, b / lb, t, angle / 2) * lengths
    with np.errstate(invalid="ignore"):
        raw = np.arccos(np.dot(a, b))  # NaN for long vectors
        unclear = formula(a / la, b / lb, t, raw) * lengths
    geometric = la ** (1 - column) * lb**column
    u, v, shares = a / la, b / lb, t * angle
    chord = "that is a chord between the unit vectors: the direction has to stay on the arc"
    square = "cos and sin are the shares of vectors at right angles: u and v need not be"
    turned = (
        "the angle may be larger than a right one: b is not turned round, nor the cosine's sign"
    )
    grows = "the length is (1 - t)·‖a‖ + t·‖b‖"
    brackets = "brackets: sin((1 - t)·Ω)"
    slow = (np.sin(1 - column * angle) * u + np.sin(column * angle) * v) / np.sin(angle)
    fast = (np.sin(1 - column) * angle * u + np.sin(column * angle) * v) / np.sin(angle)
    return [
        Mistake(((1 - column) * u + column * v) * lengths, chord),
        Mistake(
            (np.cos(shares)[:, None] * u + np.sin(shares)[:, None] * v) * lengths,
            square,
        ),
        Mistake(formula(u, v, t, np.pi / 2) * lengths, "Ω is the angle between these two vectors"),
        Mistake(formula(u, -v, t, np.pi - angle) * lengths, turned),
        Mistake(formula(u, v, t, np.pi - angle) * lengths, turned),
        Mistake(formula(u, v, t, 2 * np.pi - angle) * lengths, "the smaller angle of the two"),
        Mistake(arc(a, b, t * t * (3 - 2 * t)), "even steps: t itself, without easing"),
        *[Mistake(wrong * lengths, brackets) for wrong in (slow, fast)],
        Mistake(
            unit * (column * la + (1 - column) * lb), "the lengths are exchanged: ‖a‖ at t = 0"
        ),
        Mistake(unit * (la + column * lb), grows),
        Mistake(arc(b, a, t), "it runs backwards: t = 0 is at a, t = 1 at b"),
        Mistake(straight, "that is the straight line, which passes near the origin"),
        Mistake(unit, "the length is missing: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(unit * la, "the length of a throughout: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(unit * lb, "the length of b throughout: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(unit * (la + lb) / 2, "one length throughout: it goes evenly from ‖a‖ to ‖b‖"),
        Mistake(unit * geometric, "the length goes in a straight line, not by equal factors"),
        Mistake(formula(a, b, t, angle), even),
        Mistake(formula(a, b, t, angle) * lengths, even),
        Mistake(short * lengths, nlerp),
        Mistake(short, nlerp),
        Mistake(right * np.sin(angle), "as long as it should be times sin Ω: divide by it"),
        Mistake(half, "half of the angle is missing: Ω is the whole angle between a and b"),
        Mistake(unclear, "Ω is the angle between the unit vectors: arccos of u·v, not of a·b"),
        Mistake(formula(a, b, t, raw), "Ω is the angle between the unit vectors: arccos of u·v"),
        Mistake(
            formula(a / la, b / lb, 1 - t, angle) * lengths,
            "at t = 0 the share of u is to be 1 and that of v 0: here it is the other way",
        ),
        Mistake(right.T, ROWS),
    ]


def must_turn(attempt, t):
    """Vectors of a small angle, where somebody may hold on to one direction or go straight."""
    for angle in (0.1, 0.25):
        a = np.array([0.6, -0.8, 0.0], "float32")
        b = np.float32(2) * (math.cos(angle) * a + np.float32([0, 0, math.sin(angle)]))
        column = t[:, None]
        straight = (1 - column) * a + column * b
        lengths = 1 + column
        unit = straight / np.linalg.norm(straight, axis=1, keepdims=True)
        still = f"a and b are {angle} rad apart and the direction stays: only for much smaller "
        still += "angles, where the division fails, may it"
        line = f"a and b are {angle} rad apart and the way is straight: only for much smaller "
        line += "angles, where the division fails, may it be"
        answer = attempt(a=a, b=b, t=t)
        known = [
            Mistake(lengths * a, still),
            Mistake(np.repeat(a[None], len(t), axis=0), still),
            Mistake(straight, line),
            Mistake(lengths * ((1 - column) * a + column * b / 2), line),
            Mistake(lengths * unit, line),
        ]
        hint = "for small angles as for large ones: the direction turns in even steps"
        answer.equals(arc(a, b, t), known, hint)


def must_keep_rays(attempt, t):
    """Parallel vectors of many lengths; in float32 the cosine of some comes out above 1."""
    clip = "a and b are parallel, and rounding makes their cosine more than 1 or the angle 0: no "
    clip += "arccos beyond 1, no 0 / 0"
    for i in range(48):
        a = random(3 + i % 20, seed=i)
        factor = (1, 2, 0.3, 3)[i % 4]
        b = np.float32(factor) * a
        column = t[:, None]
        expected = (1 + (factor - 1) * column) * a
        unit = a / np.linalg.norm(a)
        known = [
            Mistake(np.nan * expected, clip),
            Mistake(0 * expected, "0 for parallel a and b: both sines are 0. Keep the direction"),
            Mistake(0 * expected + unit, "the length is missing where a and b are parallel"),
        ]
        if factor != 1:
            known += [
                Mistake(0 * expected + a, "a for every t: the direction stays, the length changes"),
                Mistake(0 * expected + b, "b for every t: the direction stays, the length changes"),
            ]
        attempt(a=a, b=b, t=t).equals(expected, known, clip)


def test_slerp(attempt):
    a, b = random(4, seed=1), 2.5 * random(4, seed=2)
    t = np.array([0.15, 0.5, 0.75], "float32")
    answer = attempt(a=a, b=b, t=t)
    answer.equals(arc(a, b, t), mistakes(a, b, t), shape_hint=ROWS)

    obtuse = np.array([-1.0, 0.2, 0.0], "float32"), np.array([2.0, 1.0, 0.5], "float32")
    answer = attempt(a=obtuse[0], b=obtuse[1], t=t)
    answer.equals(arc(*obtuse, t), mistakes(*obtuse, t), shape_hint=ROWS)

    ends = np.array([0.0, 1.0], "float32")
    attempt(a=a, b=b, t=ends).equals([a, b], hint="t = 0 gives a itself, t = 1 gives b itself")
    must_turn(attempt, t)
    must_keep_rays(attempt, t)
