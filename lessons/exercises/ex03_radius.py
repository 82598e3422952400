"""Exercise of lesson 3: how far from the middle.

Check: pytest tests/exercises/test_ex03_radius.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def radius(coordinates):
    """The third input of a CPPN: the distance of every point from the middle.

    Args:
        coordinates: (points, 2), x and y.

    Returns:
        (points, 1), √(x² + y²), a column that can be put beside the other two.

    Hint: np.sum with axis=1 and keepdims=True, or np.hypot of two columns kept as columns,
    coordinates[:, :1] and coordinates[:, 1:].
    """
    return not_attempted()
