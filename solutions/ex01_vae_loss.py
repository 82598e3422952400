"""Exercise of lesson 1: an objective under which every code means the same."""

import math

import keras
from keras import ops

from cppn_keras.training.losses import kl_divergence


def vae_loss(images, reconstructions, z_mean, z_log_var, kl_weight):
    """Han's objective, one number: mean cross-entropy + kl_weight · mean KL."""
    pixels, latents = math.prod(images.shape[1:]), z_mean.shape[1]
    x, p = (ops.reshape(batch, (-1, pixels)) for batch in (images, reconstructions))
    # Keras's losses average over the last axis by themselves: here, over the pixels.
    cross_entropy = keras.losses.binary_crossentropy(x, p)  # (batch,), of a pixel
    kl = kl_divergence(z_mean, z_log_var) / latents  # (batch,), of a latent
    return ops.mean(cross_entropy + kl_weight * kl)
