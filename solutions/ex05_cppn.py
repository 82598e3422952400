"""Exercise of lesson 5: the CPPN of 2016, by a table of shapes."""

import itertools

import keras
from keras import layers


def cppn(latents, width, seed):
    """The post's network of z and coordinates, as a model with two inputs."""
    seeds = itertools.count(seed)

    def dense(units, activation=None, use_bias=True):
        """A layer that starts from N(0, 0.1). An initializer draws the same numbers whenever it
        is called, so every kernel and every bias gets one of its own."""
        kernel, bias = (keras.initializers.RandomNormal(0.0, 0.1, next(seeds)) for _ in range(2))
        start = {"kernel_initializer": kernel, "bias_initializer": bias}
        return layers.Dense(units, activation, use_bias, **start)

    z = keras.Input((latents,), name="z")
    coordinates = keras.Input((None, 3), name="coordinates")
    from_z = dense(width)(layers.Rescaling(8.0)(z))  # (batch, width), once per picture
    from_z = layers.Reshape((1, width))(from_z)  # the same at every point
    place = layers.Rescaling(8.0)(coordinates)
    from_place = dense(width, use_bias=False)(place)  # (1, points, width), once per grid
    h = layers.Activation("softplus")(layers.Add()([from_z, from_place]))  # (batch, points, width)
    for _ in range(3):
        h = dense(width, "tanh")(h)
    return keras.Model([z, coordinates], dense(1, "sigmoid")(h), name="cppn")
