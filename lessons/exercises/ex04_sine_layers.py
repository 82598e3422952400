"""Exercise of lesson 4, find: a network of sines that learns one colour.

Check: pytest tests/exercises/test_ex04_sine_layers.py
"""

import numpy as np
from keras import initializers, layers, ops

from cppn_keras.course.exercises import not_attempted


def sine_layers(place, depth, width=256, omega=30.0, seed=0):
    """The layers of SIREN: dense layers, each followed by a sine.

    One mistake is planted below. Seen in training: less than 15 dB after twenty epochs, hardly more
    than a grey sheet has; twice the learning rate does not help; the picture is grain of one
    colour. Seen before training: after one layer places a pixel apart are alike (similarity 0.99
    in the full run), after two they are strangers (0.00).

    It should do this. A layer computes sin(ω₀·(h·w + b)), with biases that start at 0. In the first
    layer ω₀ makes waves of the place: weights are uniform within ±½, so that along x or y the
    fastest wave turns through ω₀/2 rad per unit. After that the waves are only to be mixed: at the
    start what enters a sine, ω₀·(h·w), has a standard deviation of about 1 in every later layer,
    for every width and every ω₀.

    Args:
        place: (..., points, 2), a Keras tensor.
        depth: number of layers.
        width: units of a layer.
        omega: ω₀.
        seed: of the weights; layer i has seed + i.

    Returns:
        (..., points, width), a Keras tensor: the last layer's sines.
    """
    not_attempted()  # delete this line once you have mended what is below

    def sine(x):
        return ops.sin(omega * x)

    h = place
    for i in range(depth):
        limit = 1 / 2 if i == 0 else np.sqrt(6 / width)
        start = initializers.RandomUniform(-limit, limit, seed=seed + i)
        h = layers.Dense(width, activation=sine, kernel_initializer=start)(h)
    return h
