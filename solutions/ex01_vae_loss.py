"""Exercise of lesson 1: both terms together, with their weight."""

from keras import ops


def vae_loss(images, reconstructions, z_mean, z_log_var, kl_weight):
    """The lecture's objective, one number: mean cross-entropy + kl_weight · mean KL."""
    cross_entropy = ops.mean(ops.binary_crossentropy(images, reconstructions))
    per_latent = ops.square(z_mean) + ops.exp(z_log_var) - 1 - z_log_var  # (batch, latent)
    return cross_entropy + kl_weight * 0.5 * ops.mean(per_latent)
