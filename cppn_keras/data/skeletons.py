"""The bones that `strokes.py` puts ink on: hand-placed points and smooth curves through them.

Each digit has several skeletons, one for each way of writing it. A skeleton is a text:
strokes are parted by ";", points by blanks, a point is "x,y" with y downwards. A digit is
about 100 high; position and size do not matter, the drawing is fitted to its canvas later.

    "10,0 0,50 10,100"              one smooth curve through three points
    "0,0 50,0 50,0 20,100"          a point written twice is a sharp corner
    "0,0 9,9 0,20 -9,9 0,0"         a curve that ends where it began is a smooth loop
    "0,0 0,90; 0,0 50,0"            two strokes; equal points move together when jittered
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.interpolate import CubicSpline

SEGMENTS = 96  # straight pieces per drawing: short enough that curves look smooth at 1300 px

SKELETONS: dict[int, tuple[str, ...]] = {
    0: (
        # a closed oval
        "35,0 12,16 2,50 10,84 34,100 58,84 68,50 58,16 35,0",
        # the end runs past the beginning
        "50,9 32,1 12,20 4,54 14,88 34,99 56,86 67,52 60,20 44,3 28,7",
        # a gap at the top
        "44,2 22,8 6,34 4,66 18,94 40,98 60,80 67,48 58,18 36,4",
    ),
    1: (
        # a bare bar, straight and bent
        "30,0 31,50 30,100",
        "37,0 31,35 29,70 31,100",
        "30,0 34,30 34,68 28,100",
        "31,0 29,100",
        # with a flag
        "19,17 28,10 34,0 34,0 33,50 33,100",
        # with a flag and a foot
        "12,22 24,13 34,0 34,0 34,50 33,99; 10,100 33,99 58,98",
    ),
    2: (
        # a corner at the foot
        "6,22 16,6 36,0 55,10 58,30 44,56 22,80 3,98 3,98 30,97 66,98",
        # a loop at the foot
        "6,20 18,4 38,0 56,13 55,38 40,68 22,91 8,95 5,85 18,79 36,87 52,96 70,92",
        # a waving foot
        "8,26 14,8 34,0 53,8 57,28 43,54 20,78 2,98 2,98 18,88 36,92 52,98 68,91",
        # nearly a z
        "4,12 28,2 54,7 52,28 30,62 4,97 4,97 34,95 68,97",
    ),
    3: (
        # a cusp in the middle
        "8,14 24,1 46,4 54,22 44,40 24,47 24,47 48,54 59,74 48,94 24,100 3,88",
        # a flat top
        "8,5 32,3 57,3 57,3 43,22 26,41 26,41 50,48 60,71 46,94 22,99 4,90",
        # a small loop in the middle
        "6,12 26,0 48,6 52,24 38,42 23,50 14,44 23,38 42,47 56,62 57,80 42,97 20,100 2,88",
    ),
    4: (
        # open, straight
        "14,2 10,26 6,52 6,52 32,50 64,46; 54,2 50,46 46,100",
        # closed to a triangle
        "52,0 26,34 2,66 2,66 34,65 70,63; 52,0 50,50 48,100",
        # open, round
        "12,4 5,30 10,50 30,54 54,42; 60,0 54,42 48,70 45,100",
        # the bar runs through the stem
        "18,0 11,28 4,56 4,56 36,56 68,53; 48,16 45,56 42,100",
    ),
    5: (
        # the hat is drawn last
        "14,4 12,24 10,43 10,43 34,36 54,46 59,68 48,91 24,100 2,90; 14,4 36,4 62,1",
        # one stroke from the right
        "64,2 38,3 17,5 17,5 13,24 10,42 10,42 36,38 55,50 58,74 42,94 18,100 0,91",
        # one smooth stroke, nearly an s
        "62,2 38,1 22,10 17,32 34,44 51,58 52,80 34,97 4,95",
    ),
    6: (
        # a round belly
        "48,0 26,16 8,44 4,72 14,94 34,100 54,88 56,66 40,55 22,60 10,73",
        # a straight back
        "40,0 20,32 6,66 12,92 34,100 52,86 50,67 32,59 16,66 9,76",
        # a bent tip
        "56,7 42,1 20,14 6,46 4,76 18,97 40,98 56,82 52,62 34,54 16,60 8,72",
    ),
    7: (
        # plain
        "4,6 30,5 62,2 62,2 46,34 32,66 24,100",
        # with a bar
        "4,7 30,5 62,3 62,3 47,34 34,66 27,100; 16,53 36,50 60,48",
        # with a serif
        "6,21 7,13 8,5 8,5 34,6 62,3 62,3 48,34 38,64 34,100",
        # a round shoulder
        "4,12 20,4 44,4 58,9 55,32 42,62 35,100",
    ),
    8: (
        # one closed curve that crosses itself
        "54,14 34,0 14,10 14,30 32,46 54,64 56,86 34,100 10,88 10,66 30,48 50,32 54,14",
        # two rings
        "32,46 14,34 14,11 32,0 50,11 50,34 32,46; 32,46 10,60 8,86 32,100 56,86 54,60 32,46",
        # open at the top
        "54,10 34,1 15,10 16,29 34,45 52,62 54,84 34,100 12,90 12,68 32,48 49,31 58,8",
    ),
    9: (
        # a straight tail
        "54,12 34,1 12,14 8,36 24,50 44,42 54,12 54,12 51,50 46,100",
        # a curved tail
        "54,12 34,1 12,14 8,36 24,50 44,42 54,12 54,12 55,50 48,84 28,100 8,93",
        # a ring and a stem
        "52,25 42,5 22,3 8,22 16,45 38,47 52,25 52,25 50,60 47,100",
        # one sweep from the ring into a slanting stem
        "50,8 28,1 8,18 10,42 30,49 46,34 54,8 54,8 48,52 36,100",
    ),
}


@dataclass(frozen=True)
class Skeleton:
    """A parsed skeleton: its points on the curve are `basis @ control`, before any jitter."""

    control: np.ndarray  # (controls, 2), different points, a digit is about 100 high
    basis: np.ndarray  # (points, controls)
    starts: np.ndarray  # (SEGMENTS,), the point at which each segment begins; it ends at the next


def _curves(skeleton: str) -> list[list[tuple[float, float]]]:
    """Splits a skeleton's text into smooth curves: at every ";" and every doubled point."""
    curves = []
    for stroke in skeleton.split(";"):
        points = [tuple(float(v) for v in word.split(",")) for word in stroke.split()]
        curves.append(points[:1])
        for previous, point in pairwise(points):
            if point == previous:
                curves.append([point])
            else:
                curves[-1].append(point)
    return curves


def _curve_basis(points: np.ndarray, names: np.ndarray, pieces: int) -> np.ndarray:
    """(pieces + 1, names) matrix from control points to points evenly spaced along a curve.

    `points` are those it passes, some of `names`: a natural cubic spline, or a periodic one where
    it ends at its start.
    """
    chords = np.linalg.norm(np.diff(points, axis=0), axis=1)
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(chords))])  # centripetal: no overshoot
    select = (points[:, None] == names).all(axis=2).astype(float)  # (points, names)
    closed = bool((points[0] == points[-1]).all())
    spline = CubicSpline(knots, select, bc_type="periodic" if closed else "natural")
    dense = np.linspace(0.0, knots[-1], 1000)
    steps = np.diff(spline(dense) @ names, axis=0)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(steps, axis=1))])
    return spline(np.interp(np.linspace(0.0, length[-1], pieces + 1), length, dense))


def _share(lengths: np.ndarray) -> np.ndarray:
    """Whole numbers of segments per curve, in proportion to length, that sum to SEGMENTS."""
    ends = np.round(SEGMENTS * np.cumsum(lengths) / lengths.sum()).astype(int)
    return np.diff(ends, prepend=0)


@cache
def skeletons(digit: int) -> tuple[Skeleton, ...]:
    """Every skeleton of a digit, parsed."""
    parsed = []
    for text in SKELETONS[digit]:
        curves = _curves(text)
        names = np.array(sorted({point for curve in curves for point in curve}))
        lengths = np.array([np.linalg.norm(np.diff(c, axis=0), axis=1).sum() for c in curves])
        bases, starts, points = [], [], 0
        for curve, pieces in zip(curves, _share(lengths), strict=True):
            bases.append(_curve_basis(np.array(curve), names, pieces))
            starts.append(points + np.arange(pieces))
            points += pieces + 1
        parsed.append(Skeleton(names, np.concatenate(bases), np.concatenate(starts)))
    return tuple(parsed)
