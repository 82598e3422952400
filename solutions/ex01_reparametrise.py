"""Exercise of lesson 1: the reparameterization trick, drawing a code so that gradients pass."""

from keras import ops


def reparametrise(z_mean, z_log_var, epsilon):
    """A code drawn from N(μ, σ²), written so that gradients reach both μ and σ."""
    sigma = ops.exp(0.5 * z_log_var)  # √(σ²): half the logarithm
    return z_mean + sigma * epsilon
