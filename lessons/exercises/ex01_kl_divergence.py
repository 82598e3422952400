"""Exercise of lesson 1: how far is a code's distribution from N(0, I)?

Check: pytest tests/exercises/test_ex01_kl_divergence.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def kl_divergence(z_mean, z_log_var):
    """KL(N(μ, σ²) ‖ N(0, 1)) of every picture's posterior, *summed* over the latents.

    Args:
        z_mean: μ, (batch, latent).
        z_log_var: log σ², (batch, latent): the logarithm of the variance, not of σ.

    Returns:
        (batch,), in nats: ½ Σ (μ² + σ² - 1 - log σ²), the sum being over the latents.

    Hint: you are given log σ². What turns it back into σ²?
    """
    return not_attempted()
