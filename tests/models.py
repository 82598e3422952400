"""Small training models, the same for several test files."""

import keras
import numpy as np

from cppn_keras import networks, training

SHAPE = (8, 8, 1)


def small_cppn(latent_dim=3, width=8, **kwargs):
    return networks.build_cppn(latent_dim, width=width, depth=2, **kwargs)


def small_networks(width=8):
    return {
        "encoder": networks.build_conv_encoder(SHAPE, 3, (4, 8), 16),
        "generator": networks.image_generator(small_cppn(width=width), 8, 8),
        "discriminator": networks.build_post_discriminator(SHAPE, (4, 8)),
    }


def small_model(kind: str, seed=0, rate=None, width=8, **kwargs):
    """A compiled VAE, PointsVAE, GAN, VAEGAN or JointVAEGAN for 8 x 8 pictures.

    With Adam, whose first steps hang on the signs of gradients that may be nearly 0; or, where
    weights are to be compared to the last digits, with plain descent of a given `rate`.
    """
    keras.utils.set_random_seed(seed)
    parts = small_networks(width)
    if kind in ("VAE", "PointsVAE"):
        parts.pop("discriminator")
    if kind == "PointsVAE":
        kwargs = {"points": 40, **kwargs}
    if kind == "GAN":
        parts.pop("encoder")
    if kind == "JointVAEGAN":
        parts["discriminator"] = networks.build_conv_discriminator(SHAPE, (4, 8))
        kwargs = {"adversarial_start": 1, "kl_warmup": 4, **kwargs}
    if kind == "VAEGAN":  # few steps: their graph is unrolled and takes long to build
        kwargs = {"vae_steps": 1, "generator_steps": 2, **kwargs}
    model = getattr(training, kind)(**parts, seed=seed, **kwargs)
    optimizers = (
        keras.optimizers.SGD(rate) if rate else keras.optimizers.Adam(0.01)
        for _ in model.optimizer_targets()
    )
    model.compile(*optimizers)
    return model


def blobs(count=64, seed=0):
    """Pictures (count, 8, 8, 1) float32 in 0..1: one soft disc each."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(2, 6, (2, count, 1, 1))
    rows, columns = np.mgrid[:8, :8]
    return np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / 3).astype("float32")[..., None]


def arrays(variables):
    return [np.array(v) for v in variables]


def same(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
