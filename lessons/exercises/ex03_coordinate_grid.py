"""Exercise of lesson 3: where the pixels are.

Check: pytest tests/exercises/test_ex03_coordinate_grid.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def coordinate_grid(height, width, scale):
    """The middle of every pixel, row by row from the top.

    Args:
        height, width: pixels of the picture.
        scale: half of what the *shorter* side spans. Pixels are squares: the longer side spans
            more, by as much as it is longer.

    Returns:
        (height·width, 2): x, which grows to the right, and y, which grows downwards. The middle
        of the picture is (0, 0). A pixel has the side 2·scale / min(height, width), and the first
        of n lies half a pixel inside the picture's border.

    Hint: along one side, (i + 0.5 - n/2) · side of a pixel for i = 0 … n - 1; then np.meshgrid,
    .ravel() and np.stack(..., axis=1).
    """
    return not_attempted()
