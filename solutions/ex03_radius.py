"""Exercise of lesson 3: how far from the middle."""

import numpy as np


def radius(coordinates):
    """(points, 2) → (points, 1): √(x² + y²)."""
    return np.sqrt(np.sum(coordinates**2, axis=1, keepdims=True))
