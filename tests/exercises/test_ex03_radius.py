"""Checks exercise ex03_radius: a column of distances."""

import math

import numpy as np
from checking import Mistake, random


def test_radius(attempt):
    points = 3 * random(7, 2, seed=1)
    expected = np.array([[math.hypot(x, y)] for x, y in points])
    squares = expected**2
    known = [
        Mistake(expected[:, 0], "a column, (points, 1): keepdims=True"),
        Mistake(squares, "the root is missing"),
        Mistake(squares[:, 0], "the root is missing, and the result is a column, (points, 1)"),
        Mistake(np.abs(points).sum(axis=1, keepdims=True), "x² + y² under the root, not |x| + |y|"),
        Mistake(expected / 2**0.5, "the sum of the two squares, not their mean"),
        Mistake(np.sqrt(squares.sum()), "one number for each point: sum over axis=1"),
        Mistake(np.sqrt((points**2).sum(axis=0)), "the sum goes along a row, axis=1"),
        Mistake(np.hstack([points, expected]), "only the new column: who calls puts it beside"),
    ]
    answer = attempt(coordinates=points)
    answer.equals(expected, known, shape_hint="a column, (points, 1): keepdims=True")
    turned = attempt(coordinates=points[:, ::-1] * [-1, 1])
    turned.equals(expected, hint="a quarter turn changes no distance")
