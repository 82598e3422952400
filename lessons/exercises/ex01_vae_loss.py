"""Exercise of lesson 1: both terms together, with their weight.

Check: pytest tests/exercises/test_ex01_vae_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def vae_loss(images, reconstructions, z_mean, z_log_var, kl_weight):
    """The lecture's objective, one number: mean cross-entropy + kl_weight · mean KL.

    Args:
        images: x in 0..1, (batch, height, width, channels).
        reconstructions: p in 0..1, same shape.
        z_mean, z_log_var: μ and log σ², (batch, latent).
        kl_weight: how much the KL counts, for example 0.001.

    Returns:
        One number, shape (). Both terms are *averaged*: the cross-entropy
        -(x log p + (1 - x) log(1 - p)) over batch, height, width and channels, and
        ½ (μ² + σ² - 1 - log σ²) over batch and latents.

    Hint: a mean is a sum divided by how many there are, so you may start from your kl_divergence
    and reconstruction_loss. ops.mean without an axis averages over everything.
    """
    return not_attempted()
