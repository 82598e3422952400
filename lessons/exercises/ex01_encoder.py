"""Exercise of lesson 1, build: the encoder of the VAE, by a table of shapes.

Check: pytest tests/exercises/test_ex01_encoder.py
"""

import keras
from keras import layers

from cppn_keras.course.exercises import not_attempted


def encoder(latents, first_log_var):
    """Builds the network that reads a picture into the distribution of its code.

        layer               puts out, without the batch    weights
        picture             28 x 28 x 1
        1st convolution     28 x 28 x 32                        320
        2nd convolution     14 x 14 x 64                     18,496
        3rd convolution     14 x 14 x 64                     36,928
        4th convolution     14 x 14 x 64                     36,928
        flattened           12,544
        dense               32                              401,440
        z_mean              latents                    33 · latents
        z_log_var           latents                    33 · latents

    Kernels are square. Relu follows each convolution and the dense layer; the last two layers both
    read its 32 numbers, and put out any number.

    Args:
        latents: how many numbers a code has.
        first_log_var: what the layer z_log_var says of every picture as long as nothing has been
            trained: its weights start so. z_mean starts at random, as usual.

    Returns:
        A functional keras.Model named "encoder", pictures (batch, 28, 28, 1) → a pair of z_mean and
        z_log_var, both (batch, latents). All its weights can be trained.
    """
    return not_attempted()
