"""Exercise of lesson 3: a layer with new random weights.

Check: pytest tests/exercises/test_ex03_fully_connected.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def fully_connected(h, units, rng):
    """One layer without activation, its weights and biases drawn from N(0, 1) at every call.

    Args:
        h: (points, n), what the layer below put out.
        units: how many this layer has.
        rng: a numpy.random.Generator, the only source of random numbers here.

    Returns:
        (points, units), the pre-activations: h · kernel + bias, with a kernel of shape (n, units)
        and a bias of shape (units,), the same for all points.

    Hint: rng.standard_normal(shape); @ is the product of matrices. No division by √n as in other
    initialisers: the post takes N(0, 1) whatever the width.
    """
    return not_attempted()
