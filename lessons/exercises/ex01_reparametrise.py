"""Exercise of lesson 1: the reparameterization trick, drawing a code so that gradients pass.

Check: pytest tests/exercises/test_ex01_reparametrise.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def reparametrise(z_mean, z_log_var, epsilon):
    """A code drawn from N(μ, σ²), written so that gradients reach both μ and σ.

    Args:
        z_mean: μ, (batch, latent).
        z_log_var: log σ², (batch, latent).
        epsilon: noise drawn from N(0, 1) by the caller, (batch, latent).

    Returns:
        (batch, latent): μ + σ·ε, element by element.

    Hint: σ is the square root of σ². What does a square root do to a logarithm?
    """
    return not_attempted()
