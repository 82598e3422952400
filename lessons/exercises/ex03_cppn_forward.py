"""Exercise of lesson 3, write: a whole CPPN, layer by layer.

Check: pytest tests/exercises/test_ex03_cppn_forward.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def cppn_forward(z, coordinates, weights, scale):
    """What a CPPN answers at some places: every hidden layer ends in tanh, the output in a sigmoid.

    Args:
        z: (latent,), the same for all places.
        coordinates: (points, 3): x, y and r.
        weights: a list of (kernel, bias), one pair for each layer, the output's last; as many as
            it happens to be. A kernel is (numbers in, units), a bias (units,). The first layer is
            given z first, then x, y and r: its kernel has latent + 3 rows.
        scale: z and coordinates are multiplied by this before the first layer.

    Returns:
        (points, channels) in 0..1. The sigmoid of a pre-activation a is 1 / (1 + exp(-a)). The
        arguments are left as they are.
    """
    return not_attempted()
