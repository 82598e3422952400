"""Exercise of lesson 1: codes that show the whole latent plane fairly."""

import math

from keras import ops


def manifold_grid(rows, columns, span=None):
    """Codes on a grid, laid out as a scatter plot is: to draw the latent plane as pictures."""
    across, upward = steps(columns, span), steps(rows, span)  # (columns,), (rows,)
    first, second = ops.meshgrid(across, ops.flip(upward))  # both (rows, columns)
    return ops.stack([first, second], axis=-1)  # (rows, columns, 2)


def steps(count, span):
    """`count` increasing numbers, evenly laid or at the middles of equal shares of N(0, 1)."""
    if span is not None:
        return ops.linspace(-span, span, count)
    share = (ops.arange(count, dtype="float32") + 0.5) / count  # in 0..1, ends left out
    # The quantile of p is the number below which N(0, 1) falls with probability p; the
    # probability below x is (1 + erf(x/√2))/2, and this is its inverse.
    return math.sqrt(2) * ops.erfinv(2 * share - 1)
