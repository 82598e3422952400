"""The encoder and the discriminator of the post "Generating Large Images from Latent Vectors"."""

import keras
from keras import layers

from cppn_keras.networks.conv import FEATURES


def build_post_encoder(
    image_shape: tuple[int, int, int],
    latent_dim: int = 32,
    units: int = 512,
    dropout_rate: float = 0.0,
    name: str = "encoder",
) -> keras.Model:
    """Two softplus layers of 512 units: picture → z_mean, z_log_var, both (batch, latent)."""
    start = keras.initializers.RandomNormal(stddev=0.02)
    images = keras.Input(image_shape, name="images")
    x = layers.Flatten(name="flatten")(images)
    for i in (1, 2):
        x = layers.Dense(units, "softplus", kernel_initializer=start, name=f"dense{i}")(x)
        if dropout_rate:
            x = layers.Dropout(dropout_rate, name=f"dropout{i}")(x)
    z_mean = layers.Dense(latent_dim, kernel_initializer=start, name="z_mean")(x)
    z_log_var = layers.Dense(latent_dim, kernel_initializer=start, name="z_log_var")(x)
    return keras.Model(images, [z_mean, z_log_var], name=name)


def build_post_discriminator(
    image_shape: tuple[int, int, int],
    filters: tuple[int, ...] = (24, 48, 96),
    name: str = "discriminator",
) -> keras.Model:
    """Three 5 x 5 convolutions of stride 2 with LeakyReLU 0.2: picture → logit (batch, 1).

    Batch normalisation after the second and third, as in DCGAN. The post's sigmoid is left to
    the loss, which is more accurate from logits.
    """
    images = keras.Input(image_shape, name="images")
    x = images
    for i, n in enumerate(filters):
        start = keras.initializers.TruncatedNormal(stddev=0.02)
        x = layers.Conv2D(
            n, 5, strides=2, padding="same", kernel_initializer=start, name=f"conv{i + 1}"
        )(x)
        if i > 0:
            x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"norm{i + 1}")(x)
        x = layers.LeakyReLU(0.2, name=f"conv{i + 1}_leaky")(x)
    x = layers.Flatten(name=FEATURES)(x)
    start = keras.initializers.RandomNormal(stddev=0.02)
    logit = layers.Dense(1, kernel_initializer=start, name="logit")(x)
    return keras.Model(images, logit, name=name)
