"""Exercise of lesson 6: a CPPN that draws pictures of one size, so that a VAE can use it."""

import keras
from keras import layers, ops


def image_generator(cppn, coordinates, height, width):
    """Binds a CPPN to a grid of places."""
    z = keras.Input(cppn.inputs[0].shape[1:])
    grid = ops.convert_to_tensor(coordinates)[None]  # (1, height·width, 3), the same for all z
    colours = cppn([z, grid])  # (batch, height·width, channels)
    channels = cppn.output.shape[-1]
    return keras.Model(z, layers.Reshape((height, width, channels))(colours))
