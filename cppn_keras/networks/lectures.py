"""The 28 x 28 VAE networks of two lectures: encoder and decoder as separate models.

Krippahl, "Generating images": blocks of two convolutions with batch normalisation, pooled and
upsampled. Han, "Lecture 12": plain convolutions, a stride of 2 in each direction. Both have two
latents, so that everything they learnt fits on one page.
"""

import keras
from keras import layers

IMAGE_SHAPE = (28, 28, 1)


def build_krippahl_encoder(
    latent_dim: int = 2,
    filters: tuple[int, ...] = (8, 16),
    dense_units: int = 16,
    image_shape: tuple[int, int, int] = IMAGE_SHAPE,
    name: str = "encoder",
) -> keras.Model:
    """Picture (batch, height, width, channels) → means and log_sigma, both (batch, latent).

    Every block halves the picture. The slides call the second head log_sigma; what it holds, by
    the way it is used, is log σ².
    """
    images = keras.Input(image_shape, name="images")
    x = images
    for i, n in enumerate(filters, start=1):
        x = _convolution_pair(x, n, f"block{i}")
        x = layers.MaxPooling2D(2, name=f"block{i}_pool")(x)  # half the height and width
    x = layers.Flatten(name="flatten")(x)  # (batch, 7·7·16)
    x = layers.Dense(dense_units, name="dense")(x)
    x = layers.ReLU(name="dense_relu")(x)
    x = layers.BatchNormalization(name="dense_norm")(x)
    z_mean = layers.Dense(latent_dim, name="means")(x)
    z_log_var = layers.Dense(latent_dim, name="log_sigma")(x)
    return keras.Model(images, [z_mean, z_log_var], name=name)


def build_krippahl_decoder(
    latent_dim: int = 2,
    filters: tuple[int, ...] = (8, 16),
    dense_units: int = 16,
    image_shape: tuple[int, int, int] = IMAGE_SHAPE,
    name: str = "decoder",
) -> keras.Model:
    """z (batch, latent) → picture in 0..1: the encoder backwards, upsampling for pooling."""
    height, width, channels = image_shape
    small = (height // 2 ** len(filters), width // 2 ** len(filters), filters[-1])
    z = keras.Input((latent_dim,), name="z")
    x = layers.Dense(dense_units, name="dense")(z)
    x = layers.ReLU(name="dense_relu")(x)
    x = layers.BatchNormalization(name="dense_norm")(x)
    x = layers.Dense(small[0] * small[1] * small[2], name="dense_wide")(x)
    x = layers.Reshape(small, name="reshape")(x)  # (batch, 7, 7, 16)
    x = layers.ReLU(name="dense_wide_relu")(x)
    for i, n in enumerate(reversed(filters), start=1):
        x = layers.UpSampling2D(2, name=f"block{i}_up")(x)  # twice the height and width
        x = _convolution_pair(x, n, f"block{i}")
    images = layers.Conv2D(channels, 3, padding="same", activation="sigmoid", name="images")(x)
    return keras.Model(z, images, name=name)


def _convolution_pair(x, filters: int, name: str):
    """Twice: 3 x 3 convolution, relu, batch normalisation, in the slides' order."""
    for i in (1, 2):
        x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv{i}")(x)
        x = layers.ReLU(name=f"{name}_relu{i}")(x)
        x = layers.BatchNormalization(name=f"{name}_norm{i}")(x)
    return x


def build_han_encoder(
    latent_dim: int = 2,
    kernel_initializer: str = "glorot_uniform",
    first_log_var: float | None = None,
    name: str = "encoder",
) -> keras.Model:
    """Picture (batch, 28, 28, 1) → mu and log_var, both (batch, latent).

    With a `first_log_var` the untrained encoder answers that number for every picture, in place
    of random ones, some of which are large and exp(log_var) much larger.

    The slide's code feeds the fourth convolution from the second, so that its third is defined
    and never used; here all four stand in a row.
    """
    images = keras.Input(IMAGE_SHAPE, name="input_img")
    x = images
    for i, (n, strides) in enumerate([(32, 1), (64, 2), (64, 1), (64, 1)], start=1):
        x = layers.Conv2D(
            n,
            3,
            strides=strides,
            padding="same",
            activation="relu",
            kernel_initializer=kernel_initializer,
            name=f"enc_conv{i}",
        )(x)
    x = layers.Flatten(name="enc_flat")(x)  # (batch, 14·14·64)
    x = layers.Dense(
        32, activation="relu", kernel_initializer=kernel_initializer, name="enc_dense"
    )(x)
    mu = layers.Dense(latent_dim, name="mu")(x)
    start = {}
    if first_log_var is not None:
        constant = keras.initializers.Constant(first_log_var)
        start = {"kernel_initializer": "zeros", "bias_initializer": constant}
    log_var = layers.Dense(latent_dim, name="log_var", **start)(x)
    return keras.Model(images, [mu, log_var], name=name)


def build_han_decoder(
    latent_dim: int = 2,
    kernel_initializer: str = "glorot_uniform",
    last_activation: str = "sigmoid",
    name: str = "decoder",
) -> keras.Model:
    """z (batch, latent) → picture (batch, 28, 28, 1).

    The slide's last activation is relu, which under a cross-entropy leaves 0..1 and has no
    gradient where it says 0; the default here is the sigmoid.
    """
    z = keras.Input((latent_dim,), name="z")
    options = {"activation": "relu", "kernel_initializer": kernel_initializer}
    x = layers.Dense(32, name="dec_dense1", **options)(z)
    x = layers.Dense(14 * 14 * 64, name="dec_dense2", **options)(x)
    x = layers.Reshape((14, 14, 64), name="reshape")(x)
    x = layers.Conv2DTranspose(32, 3, strides=2, padding="same", name="dec_conv1", **options)(
        x
    )  # (batch, 28, 28, 32)
    images = layers.Conv2D(1, 3, padding="same", activation=last_activation, name="gen_img")(x)
    return keras.Model(z, images, name=name)
