"""Convolutional encoder and discriminator for small pictures: strides in place of pooling."""

import keras
from keras import layers

FEATURES = "features"  # the layer of a discriminator whose outputs feature matching compares


def build_conv_encoder(
    image_shape: tuple[int, int, int],
    latent_dim: int,
    filters: tuple[int, ...] = (32, 64, 128),
    dense_units: int = 256,
    pool: int = 1,
    name: str = "encoder",
) -> keras.Model:
    """Picture (batch, height, width, channels) in 0..1 → z_mean, z_log_var, both (batch, latent).

    Each convolution (5 x 5 first, then 3 x 3) halves height and width. Before the first, squares
    of `pool` x `pool` pixels are averaged.
    """
    images = keras.Input(image_shape, name="images")
    x = layers.AveragePooling2D(pool, name="pool")(images) if pool > 1 else images
    for i, n in enumerate(filters):
        x = layers.Conv2D(n, 5 if i == 0 else 3, strides=2, padding="same", name=f"conv{i + 1}")(x)
        x = layers.LeakyReLU(0.2, name=f"conv{i + 1}_leaky")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(dense_units, name="dense")(x)
    x = layers.LeakyReLU(0.2, name="dense_leaky")(x)
    z_mean = layers.Dense(latent_dim, name="z_mean")(x)
    z_log_var = layers.Dense(latent_dim, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name=name)


def build_conv_discriminator(
    image_shape: tuple[int, int, int],
    filters: tuple[int, ...] = (32, 64, 128),
    name: str = "discriminator",
) -> keras.Model:
    """Picture (batch, height, width, channels) → logit (batch, 1); positive means "real".

    No batch normalisation: its statistics mix the pictures of a batch, which is at odds with a
    gradient penalty per picture. The flattened last convolution is named "features".
    """
    images = keras.Input(image_shape, name="images")
    x = images
    for i, n in enumerate(filters):
        x = layers.Conv2D(n, 5, strides=2, padding="same", name=f"conv{i + 1}")(x)
        x = layers.LeakyReLU(0.2, name=f"conv{i + 1}_leaky")(x)
    x = layers.Flatten(name=FEATURES)(x)
    return keras.Model(images, layers.Dense(1, name="logit")(x), name=name)
