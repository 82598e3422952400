"""Exercise of lesson 1: codes that show the whole latent plane.

Check: pytest tests/exercises/test_ex01_manifold_grid.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def manifold_grid(rows, columns, span=None):
    """Codes on a grid, laid out as a scatter plot is: to draw the latent plane as pictures.

    Args:
        rows, columns: how many codes down and across, both 2 or more.
        span: a number lays the codes evenly from -span to span, both included. None takes the
            normal's quantiles instead: of n codes the i-th (from 0) is the number below which
            N(0, 1) falls with probability (i + 0.5)/n, so each stands for an equal share.

    Returns:
        (rows, columns, 2). The first latent grows to the right, column by column. The second
        grows *upwards*: row 0, the top, has the largest.

    Hint: ops.linspace for the even steps; √2 · ops.erfinv(2p - 1) is the quantile of p; then
    ops.meshgrid(across, down) and ops.stack(..., axis=-1).
    """
    return not_attempted()
