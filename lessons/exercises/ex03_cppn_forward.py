"""Exercise of lesson 3: a whole CPPN, layer by layer.

Check: pytest tests/exercises/test_ex03_cppn_forward.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def cppn_forward(z, coordinates, weights, scale):
    """The style "tanh": every hidden layer tanh, the output a sigmoid.

    Args:
        z: (latent,), the same for all points.
        coordinates: (points, 3): x, y and r.
        weights: a list of (kernel, bias), one pair for each layer, the output's last. The first
            kernel is (latent + 3, width): z comes first, then x, y, r.
        scale: z and coordinates are multiplied by this before the first layer.

    Returns:
        (points, channels) in 0..1; the sigmoid of a is 1 / (1 + exp(-a)).

    Hint: np.tile(z, (points, 1)) repeats z for every point, np.concatenate(..., axis=1) puts
    columns side by side; then loop over all layers but the last, weights[:-1].
    """
    return not_attempted()
