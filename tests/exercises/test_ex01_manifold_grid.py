"""Checks exercise ex01_manifold_grid: where every code lies, evenly and by equal shares."""

import math
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from checking import Mistake

HINTS = (
    "begin with one line of n numbers, for the columns; the rows have one of their own, turned "
    "round. The lesson's cell puts two lines together",
    "n slices of probability 1/n: the middle of the i-th (from 0) has the probability (i + 0.5)/n "
    "to its left. What you need is the number that has this probability to its left, its quantile",
    "statistics.NormalDist().inv_cdf(p) is the quantile of one p; √2 · ops.erfinv(2p - 1) is that "
    "of a tensor",
)
normal = NormalDist()


def even(count, span):
    return [-span + 2 * span * i / (count - 1) for i in range(count)]


def at(count, share, quantile=normal.inv_cdf):
    """A number for each of `count` probabilities, `share(i, count)`."""
    return [quantile(share(i, count)) for i in range(count)]


def middle(i, n):
    return (i + 0.5) / n


def quantiles(count):
    return at(count, middle)


def centroids(count):
    """The mean of N(0, 1) in each of `count` slices."""

    def density(p):
        return normal.pdf(normal.inv_cdf(p)) if 0 < p < 1 else 0.0

    return [count * (density(i / count) - density((i + 1) / count)) for i in range(count)]


def grid(across, upward):
    """(rows, columns, 2), one code after the other; the first row is the highest."""
    return np.array([[[first, second] for first in across] for second in reversed(upward)])


def layout_mistakes(across, upward):
    right = grid(across, upward)
    flat = "keep rows and columns apart: no reshape at the end"
    turned = "rows and columns are swapped: mind the `indexing` of meshgrid, 'xy' gives (rows, …)"
    return [
        Mistake(right[::-1], "upside down: the second latent grows upwards, row 0 has the largest"),
        Mistake(right[:, ::-1], "mirrored: the first latent grows to the right"),
        Mistake(right[::-1, ::-1], "mirrored and upside down: first to the right, second upwards"),
        Mistake(
            right[:, :, ::-1], "the latents are swapped: [..., 0] changes from column to column"
        ),
        Mistake(
            right[::-1, :, ::-1], "the latents are swapped: [..., 0] changes along the columns"
        ),
        Mistake(right.transpose(1, 0, 2), turned),
        Mistake(right[::-1].transpose(1, 0, 2), turned),
        Mistake(right.reshape(-1, 2), flat),
        Mistake(right[::-1].reshape(-1, 2), flat),
        Mistake(np.moveaxis(right, 2, 0), "the two latents come last: ops.stack(..., axis=-1)"),
        Mistake(np.moveaxis(right[::-1], 2, 0), "the two latents come last: stack with axis=-1"),
    ]


def spaced(lines, hint):
    """Mistakes in where the lines lie, whichever way up."""
    return [Mistake(grid(*lines), hint), Mistake(grid(*lines)[::-1], hint)]


def even_mistakes(rows, columns, span):
    def lines(place):
        return [[place(i, n) for i in range(n)] for n in (columns, rows)]

    unit = "the grid goes from -1 to 1: span is not used"
    ends = "even steps from -span to span, *both* included"
    return [
        *spaced(lines(lambda i, n: 2 * i / (n - 1) - 1), unit),
        *spaced(lines(lambda i, n: span * (2 * i / n - 1)), ends),
        *spaced(lines(lambda i, n: span * (2 * middle(i, n) - 1)), ends),
        *spaced(lines(lambda i, n: span * i / (n - 1)), "the grid starts at 0, not at -span"),
        *spaced([quantiles(columns), quantiles(rows)], "span is given: even steps"),
        *spaced(
            [[span * q for q in quantiles(n)] for n in (columns, rows)], "span is given: even steps"
        ),
    ]


def share_mistakes(rows, columns):
    """Other ways to lay `count` numbers, in place of the middles of equal shares."""
    counts = (columns, rows)
    middles = "of n equal shares take the middles, (i + 0.5)/n"
    found = [
        *spaced([at(n, lambda i, n: (i + 1) / (n + 1)) for n in counts], middles),
        *spaced([at(n, lambda i, n: 0.05 + 0.9 * i / (n - 1)) for n in counts], middles),
        *spaced(
            [centroids(n) for n in counts],
            "that is the mean of each slice: asked for is the number with half its probability on "
            "either side",
        ),
        *spaced(
            [at(n, middle, lambda p: math.log(p / (1 - p))) for n in counts],
            "those are quantiles of the logistic distribution: here of N(0, 1)",
        ),
    ]
    for reach in (3, 4, 5, 6, 8):
        borders = [[-reach, *at(n - 1, lambda i, n: (i + 1) / (n + 1)), reach] for n in counts]
        found += spaced(
            [[(a + b) / 2 for a, b in pairwise(line)] for line in borders],
            "half-way between a slice's borders in probability, not in value",
        )
    for quantile, hint in (
        (lambda p: p, "those are the probabilities: asked for is what has them to its left"),
        (lambda p: 2 * p - 1, "those are probabilities from -1 to 1: what has them to its left?"),
        (lambda p: normal.inv_cdf(p) / 2**0.5, "the √2 in front of erfinv is missing"),
        (lambda p: normal.inv_cdf(p) * 2**0.5, "the factor in front of erfinv is √2, not 2"),
        (lambda p: normal.inv_cdf((p + 1) / 2), "erfinv wants 2p - 1, from -1 to 1"),
        (lambda p: 2**0.5 * normal.inv_cdf((p + 1) / 2), "erfinv wants 2p - 1, from -1 to 1"),
        (lambda p: math.erf(2 * p - 1), "erf goes from numbers to probabilities; its inverse back"),
        (normal.cdf, "cdf goes from numbers to probabilities; its inverse back"),
    ):
        found += spaced([at(n, middle, quantile) for n in counts], hint)
    return found


def even_again(codes):
    """A mistake if the codes are laid in even steps, however wide."""
    steps = np.diff(codes[0, :, 0])
    if np.ptp(steps) < 1e-3 * abs(steps).max():
        hint = "even steps again: with span=None each code stands for the same share of N(0, 1)"
        yield Mistake(codes, hint)


def test_manifold_grid(attempt):
    rows, columns, span = 4, 5, 2.5
    layout = "rows first, then columns, then the two latents: are rows and columns swapped?"
    lines = even(columns, span), even(rows, span)
    known = layout_mistakes(*lines) + even_mistakes(rows, columns, span)
    answer = attempt(rows=rows, columns=columns, span=span)
    answer.equals(grid(*lines), known, shape_hint=layout)

    lines = quantiles(columns), quantiles(rows)
    known = layout_mistakes(*lines) + share_mistakes(rows, columns)
    answer, again = (attempt(rows=rows, columns=columns, span=None) for _ in range(2))
    codes = answer.has_shape((rows, columns, 2), known, layout)
    ends = "p = 0 and p = 1 lie infinitely far out: take the middles of the shares"
    answer.must(np.isfinite(codes).all(), "infinite codes", "inf", "finite numbers", ends)
    same = np.allclose(codes, again.has_shape(codes.shape))
    hint = "nothing is drawn at random here: the page looks the same every time"
    answer.must(same, "two calls differ", "other codes", "the same twice", hint)
    known += even_again(codes)
    answer.equals(grid(*lines), known, "look at one line: has each slice a probability of 1/n?")
