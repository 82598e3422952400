"""Exercise of lesson 4, find: a network of sines that learns one colour."""

import numpy as np
from keras import initializers, layers, ops


def sine_layers(place, depth, width=256, omega=30.0, seed=0):
    """The layers of SIREN: dense layers, each followed by a sine.

    Sines h of a phase that has gone round a few times have mean 0 and mean square ½. Weights that
    are uniform within ±L have mean square L²/3. So ω₀·(h·w), a sum of `width` products, has the
    variance ω₀² · width · ½ · L²/3, and that is 1 for L = √(6/width)/ω₀.

    What was missing is the division by ω₀: then phases are 30 times as wide, the sine of one place
    says nothing about the sine beside it, and training finds nothing but the average colour.
    """

    def sine(x):
        return ops.sin(omega * x)

    h = place
    for i in range(depth):
        limit = 1 / 2 if i == 0 else np.sqrt(6 / width) / omega
        start = initializers.RandomUniform(-limit, limit, seed=seed + i)
        h = layers.Dense(width, activation=sine, kernel_initializer=start)(h)
    return h
