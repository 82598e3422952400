"""Exercise of lesson 1, find: an objective under which every code means the same.

Check: pytest tests/exercises/test_ex01_vae_loss.py
"""

import math

import keras
from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training.losses import kl_divergence


def vae_loss(images, reconstructions, z_mean, z_log_var, kl_weight):
    """Han's objective, one number: cross-entropy + kl_weight · KL, both *means* over everything.

    Somebody trained with the lines below. The loss falls from the first step on, and looks better
    than any before. But in the first epoch the KL goes to 0 and stays there, and every picture
    comes back as the same grey cloud. With a `kl_weight` of 0 digits come back.

    There is one mistake. `kl_divergence` is right: it returns (batch,), summed over the latents.

    Args:
        images: x in 0..1, (batch, height, width, channels).
        reconstructions: p in 0..1, same shape: the probability of ink. 0 and 1 may be among them.
        z_mean, z_log_var: μ and log σ², (batch, latents).
        kl_weight: how much the KL counts, for example 0.001.

    Returns:
        One number, shape (): the cross-entropy averaged over pictures, height, width and channels,
        plus `kl_weight` times the KL averaged over pictures and latents.
    """
    not_attempted()  # delete this line once you have mended what is below
    pixels, latents = math.prod(images.shape[1:]), z_mean.shape[1]
    x, p = (ops.reshape(batch, (-1, pixels)) for batch in (images, reconstructions))
    cross_entropy = keras.losses.binary_crossentropy(x, p) / pixels
    kl = kl_divergence(z_mean, z_log_var) / latents
    return ops.mean(cross_entropy + kl_weight * kl)
