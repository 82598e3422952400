"""Exercise of lesson 3, change: another window on the same picture.

Check: pytest tests/exercises/test_ex03_window.py
"""

import numpy as np

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.course.exercises import not_attempted


def window(height, width, point, zoom):
    """A closer look at the same picture, as by the wheel of the mouse on a map.

    What is under the pointer stays where it is on the screen, and everything else goes away from
    it, in its own direction, to `zoom` times the distance. The picture keeps its number of pixels,
    so it shows less of the plane.

    Args:
        height, width: pixels of the picture. At zoom 1 it shows what
            `coordinate_grid(height, width, radius=False)` shows, whatever the point.
        point: (x, y) on the plane, what is under the pointer.
        zoom: above 0; 2 shows everything twice as large, 0.5 half as large.

    Returns:
        (height·width, 2): x and y on the plane of the middle of every pixel, row by row.
    """
    return not_attempted()
