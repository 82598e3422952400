"""Checks exercise ex01_manifold_grid: where every code lies, evenly and by quantiles."""

from statistics import NormalDist

import numpy as np
from checking import Mistake

normal = NormalDist()


def even(count, span):
    return [-span + 2 * span * i / (count - 1) for i in range(count)]


def quantiles(count):
    return [normal.inv_cdf((i + 0.5) / count) for i in range(count)]


def grid(across, upward):
    """(rows, columns, 2), one code after the other; the first row is the highest."""
    return np.array([[[first, second] for first in across] for second in reversed(upward)])


def layout_mistakes(across, upward):
    right = grid(across, upward)
    return [
        Mistake(right[::-1], "upside down: the second latent grows upwards, row 0 has the largest"),
        Mistake(right[:, ::-1], "mirrored: the first latent grows to the right"),
        Mistake(
            right[:, :, ::-1], "the latents are swapped: [..., 0] changes from column to column"
        ),
        Mistake(
            right[::-1, :, ::-1], "the latents are swapped: [..., 0] changes along the columns"
        ),
        Mistake(right.transpose(1, 0, 2), "rows and columns are swapped"),
        Mistake(
            right[::-1].transpose(1, 0, 2),
            "rows and columns are swapped: mind the `indexing` "
            "of meshgrid, 'xy' gives (rows, columns)",
        ),
        Mistake(right.reshape(-1, 2), "keep rows and columns apart: no reshape at the end"),
        Mistake(right[::-1].reshape(-1, 2), "keep rows and columns apart: no reshape at the end"),
        Mistake(np.moveaxis(right, 2, 0), "the two latents come last: ops.stack(..., axis=-1)"),
        Mistake(np.moveaxis(right[::-1], 2, 0), "the two latents come last: stack with axis=-1"),
    ]


def spacing_mistakes(rows, columns):
    """Other ways to put `count` probabilities between 0 and 1."""
    found = []
    middles = "the probabilities are (i + 0.5)/n, the middle of each of n equal shares"
    for place in (lambda i, n: (i + 1) / (n + 1), lambda i, n: 0.05 + 0.9 * i / (n - 1)):
        lines = [[normal.inv_cdf(place(i, n)) for i in range(n)] for n in (columns, rows)]
        found += [Mistake(grid(*lines), middles), Mistake(grid(*lines)[::-1], middles)]
    for function, hint in (
        (lambda p: p, "those are the probabilities: the quantile of p is √2 · erfinv(2p - 1)"),
        (lambda p: normal.inv_cdf(p) / 2**0.5, "the √2 in front of erfinv is missing"),
    ):
        lines = [[function((i + 0.5) / n) for i in range(n)] for n in (columns, rows)]
        found += [Mistake(grid(*lines), hint), Mistake(grid(*lines)[::-1], hint)]
    return found


def test_manifold_grid(attempt):
    rows, columns, span = 3, 4, 2.5
    lines = even(columns, span), even(rows, span)
    known = layout_mistakes(*lines)
    unit = grid(even(columns, 1), even(rows, 1))
    ignored = "the grid goes from -1 to 1: span is not used"
    known += [Mistake(unit, ignored), Mistake(unit[::-1], ignored)]
    known.append(Mistake(grid(quantiles(columns), quantiles(rows)), "span is given: even steps"))
    layout = "rows first, then columns, then the two latents: are rows and columns swapped?"
    answer = attempt(rows=rows, columns=columns, span=span)
    answer.equals(grid(*lines), known, shape_hint=layout)

    lines = quantiles(columns), quantiles(rows)
    known = layout_mistakes(*lines) + spacing_mistakes(rows, columns)
    answer = attempt(rows=rows, columns=columns, span=None)
    codes = answer.has_shape((rows, columns, 2), known, layout)
    ends = "p = 0 and p = 1 lie infinitely far out: take the middles, (i + 0.5)/n"
    answer.must(np.isfinite(codes).all(), "infinite codes", "inf", "finite numbers", ends)
    answer.equals(grid(*lines), known)
