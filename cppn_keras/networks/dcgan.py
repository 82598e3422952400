"""The 28 x 28 GAN networks of two lectures.

Han, "Lecture 12": a DCGAN of 5 x 5 transposed convolutions, 2.4 million weights. Brownlee's
pair, as Krippahl shows it: 4 x 4 convolutions after upsampling, and a small discriminator.

Both lectures end their discriminators in a sigmoid. Here they end in the logit before it, as
everywhere in this package: the loss takes the sigmoid itself and loses no digits by it.
"""

import keras
from keras import layers

from cppn_keras.networks.conv import FEATURES

IMAGE_SHAPE = (28, 28, 1)


def build_han_generator(
    latent_dim: int = 100, depth: int = 256, dropout_rate: float = 0.4, name: str = "generator"
) -> keras.Model:
    """z (batch, latent) → picture (batch, 28, 28, 1) in 0..1.

    `depth` is the lecture's own number: the channels of the 7 x 7 start, halved from block to
    block. A depth of 64 costs a sixteenth of its 256.
    """
    z = keras.Input((latent_dim,), name="input_vec")
    x = layers.Dense(7 * 7 * depth, name="dense1")(z)
    x = _norm_relu(x, 1)
    x = layers.Dropout(dropout_rate, name="dropout1")(x)
    x = layers.Reshape((7, 7, depth), name="reshape1")(x)

    x = layers.UpSampling2D(name="upsampling2")(x)  # (batch, 14, 14, depth)
    x = layers.Conv2DTranspose(depth // 2, 5, padding="same", name="convt2")(x)
    x = _norm_relu(x, 2)

    x = layers.UpSampling2D(name="upsampling3")(x)  # (batch, 28, 28, depth / 2)
    x = layers.Conv2DTranspose(depth // 4, 5, padding="same", name="convt3")(x)
    x = _norm_relu(x, 3)

    x = layers.Conv2DTranspose(depth // 8, 5, padding="same", name="convt4")(x)
    x = _norm_relu(x, 4)
    images = layers.Conv2DTranspose(1, 5, padding="same", activation="sigmoid", name="convt5")(x)
    return keras.Model(z, images, name=name)


def _norm_relu(x, block: int):
    """Batch normalisation that forgets quickly (momentum 0.9), then relu."""
    x = layers.BatchNormalization(momentum=0.9, name=f"bn{block}")(x)
    return layers.Activation("relu", name=f"act{block}")(x)


def build_han_discriminator(
    depth: int = 64,
    dropout_rate: float = 0.4,
    image_shape: tuple[int, int, int] = IMAGE_SHAPE,
    name: str = "discriminator",
) -> keras.Model:
    """Picture (batch, height, width, channels) → logit (batch, 1); positive means "real".

    Four 5 x 5 convolutions; `depth` channels at first, doubled from block to block. No batch
    normalisation, but dropout after each.
    """
    images = keras.Input(image_shape, name="input_img")
    x = images
    for i, strides in enumerate((2, 2, 2, 1), start=1):
        n = depth * 2 ** (i - 1)
        x = layers.Conv2D(n, 5, strides=strides, padding="same", name=f"conv{i}")(x)
        x = layers.LeakyReLU(0.2, name=f"act{i}")(x)
        x = layers.Dropout(dropout_rate, name=f"dropout{i}")(x)
    x = layers.Flatten(name="flat5")(x)  # (batch, 4·4·8·depth)
    return keras.Model(images, layers.Dense(1, name="dense5")(x), name=name)


def build_brownlee_generator(
    latent_dim: int = 100, filters: int = 128, name: str = "generator"
) -> keras.Model:
    """z (batch, latent) → picture (batch, 28, 28, 1) in 0..1.

    As on the slide, no activation stands between the two upsampled convolutions.
    """
    z = keras.Input((latent_dim,), name="z")
    x = layers.Dense(7 * 7 * filters, name="dense")(z)
    x = layers.LeakyReLU(0.2, name="dense_leaky")(x)
    x = layers.Reshape((7, 7, filters), name="reshape")(x)
    x = layers.UpSampling2D(name="up1")(x)  # (batch, 14, 14, filters)
    x = layers.Conv2D(filters, 4, padding="same", name="conv1")(x)
    x = layers.UpSampling2D(name="up2")(x)  # (batch, 28, 28, filters)
    x = layers.Conv2D(filters, 4, padding="same", name="conv2")(x)
    x = layers.LeakyReLU(0.2, name="conv2_leaky")(x)
    images = layers.Conv2D(1, 7, padding="same", activation="sigmoid", name="images")(x)
    return keras.Model(z, images, name=name)


def build_brownlee_discriminator(
    filters: int = 64,
    dropout_rate: float = 0.4,
    image_shape: tuple[int, int, int] = IMAGE_SHAPE,
    name: str = "discriminator",
) -> keras.Model:
    """Picture (batch, height, width, channels) → logit (batch, 1): two strided convolutions."""
    images = keras.Input(image_shape, name="images")
    x = images
    for i in (1, 2):
        x = layers.Conv2D(filters, 3, strides=2, padding="same", name=f"conv{i}")(x)
        x = layers.LeakyReLU(0.2, name=f"conv{i}_leaky")(x)
        x = layers.Dropout(dropout_rate, name=f"dropout{i}")(x)
    x = layers.Flatten(name=FEATURES)(x)  # (batch, 7·7·filters)
    return keras.Model(images, layers.Dense(1, name="logit")(x), name=name)
