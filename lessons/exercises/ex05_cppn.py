"""Exercise of lesson 5, build: the CPPN of 2016, by a table of shapes.

Check: pytest tests/exercises/test_ex05_cppn.py
"""

import keras
from keras import layers

from cppn_keras.course.exercises import not_attempted


def cppn(latents, width, seed):
    """The network that says which colour each point of each picture has.

    | layer      | takes              | puts out (without batch) | weights                |
    | ---------- | ------------------ | ------------------------ | ---------------------- |
    | from_z     | 8 times z          | (width,)                 | latents · width + width |
    | from_place | 8 times x, y and r | (points, width)          | 3 · width, no bias     |
    | sum        | from_z at every point, from_place | (points, width), then softplus |  |
    | dense2     | what is above it   | (points, width), tanh    | width · width + width  |
    | dense3     | what is above it   | (points, width), tanh    | width · width + width  |
    | dense4     | what is above it   | (points, width), tanh    | width · width + width  |
    | output     | what is above it   | (points, 1), sigmoid     | width + 1              |

    Nothing is copied: from_z is worked out once for a picture, from_place once for a grid.

    Args:
        latents: how many numbers there are in z.
        width: units of a layer.
        seed: the same seed gives the same network, another seed another one.

    Returns:
        A functional keras.Model with two inputs, z (batch, latents) and coordinates
        (1 or batch, points, 3), for any number of points, and one output (batch, points, 1) in
        0..1. All kernels and biases start from N(0, 0.1), that is with standard deviation 0.1, and
        no two layers with the same numbers.
    """
    return not_attempted()
