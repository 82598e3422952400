"""Exercise of lesson 3: a whole CPPN, layer by layer."""

import numpy as np


def cppn_forward(z, coordinates, weights, scale):
    """z (latent,) and coordinates (points, 3) → (points, channels): tanh, …, tanh, sigmoid."""
    every_z = np.tile(z, (len(coordinates), 1))  # (points, latent)
    h = scale * np.concatenate([every_z, coordinates], axis=1)  # (points, latent + 3)
    for kernel, bias in weights[:-1]:
        h = np.tanh(h @ kernel + bias)  # (points, width)
    kernel, bias = weights[-1]
    return 1 / (1 + np.exp(-(h @ kernel + bias)))
