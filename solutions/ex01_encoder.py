"""Exercise of lesson 1: the encoder of the VAE, by a table of shapes."""

import keras
from keras import layers


def encoder(latents, first_log_var):
    """Picture (batch, 28, 28, 1) → z_mean and z_log_var, both (batch, latents).

    A 3 x 3 convolution has 9 · channels in · channels out weights and a bias for each channel
    out: 9 · 1 · 32 + 32 = 320. Only the second halves the picture, by a stride of 2.
    """
    images = keras.Input((28, 28, 1), name="images")
    x = images
    for filters, strides in [(32, 1), (64, 2), (64, 1), (64, 1)]:
        x = layers.Conv2D(filters, 3, strides=strides, padding="same", activation="relu")(x)
    x = layers.Flatten()(x)  # (batch, 14·14·64)
    x = layers.Dense(32, activation="relu")(x)
    z_mean = layers.Dense(latents, name="z_mean")(x)
    # No weights and a constant bias: the same answer to every picture, until it has learnt.
    constant = keras.initializers.Constant(first_log_var)
    start = {"kernel_initializer": "zeros", "bias_initializer": constant}
    z_log_var = layers.Dense(latents, name="z_log_var", **start)(x)
    return keras.Model(images, [z_mean, z_log_var], name="encoder")
