"""Exercise of lesson 1: how far is a code's distribution from N(0, I)?"""

from keras import ops


def kl_divergence(z_mean, z_log_var):
    """KL(N(μ, σ²) ‖ N(0, 1)) of every picture's posterior, *summed* over the latents.

    With E for the average over z ~ N(μ, σ²), one latent at a time:

        KL = E[log N(z; μ, σ²) - log N(z; 0, 1)]
           = E[-½ log σ² - (z - μ)²/(2σ²) + z²/2]      for the two log √2π cancel
           = ½ (μ² + σ² - 1 - log σ²)                  for E(z - μ)² = σ² and E z² = μ² + σ²
    """
    per_latent = ops.square(z_mean) + ops.exp(z_log_var) - 1 - z_log_var  # (batch, latents)
    return 0.5 * ops.sum(per_latent, axis=-1)  # (batch,)
