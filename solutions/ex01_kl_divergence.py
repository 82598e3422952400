"""Exercise of lesson 1: how far is a code's distribution from N(0, I)?"""

from keras import ops


def kl_divergence(z_mean, z_log_var):
    """KL(N(μ, σ²) ‖ N(0, 1)) of every picture's posterior, *summed* over the latents."""
    per_latent = ops.square(z_mean) + ops.exp(z_log_var) - 1 - z_log_var  # (batch, latent)
    return 0.5 * ops.sum(per_latent, axis=-1)  # (batch,)
