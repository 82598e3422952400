"""Exercise of lesson 1, change: codes that show the whole latent plane fairly.

Check: pytest tests/exercises/test_ex01_manifold_grid.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def manifold_grid(rows, columns, span=None):
    """Codes on a grid, laid out as a scatter plot is: to draw the latent plane as pictures.

    Args:
        rows, columns: how many codes down and across, both 2 or more.
        span: a number lays the codes evenly from -span to span, both included: what the lesson has
            done so far. None, which is new, gives each of n columns (and of n rows) the same share
            of N(0, 1): cut the distribution into n slices of equal probability; a code stands where
            its slice has as much probability to the left as to the right.

    Returns:
        (rows, columns, 2), finite. The first latent grows to the right, column by column. The
        second grows *upwards*: row 0, the top, has the largest.
    """
    return not_attempted()
