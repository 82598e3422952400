"""Exercise of lesson 1, write: how far is a code's distribution from N(0, I)?

Check: pytest tests/exercises/test_ex01_kl_divergence.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def kl_divergence(z_mean, z_log_var):
    """What the code of each picture costs: KL(q ‖ p) = E[log q(z) - log p(z)].

    E is the average over z drawn from q, which is N(μ, σ²) in each latent; p is the prior, N(0, 1)
    in each. The average has a closed form, without any drawing: derive it for one latent, by
    writing out the logarithms of the two densities.

    The lesson trains on it, so gradients have to reach both arguments.

    Args:
        z_mean: μ, (batch, latents).
        z_log_var: log σ², (batch, latents): the logarithm of the variance.

    Returns:
        (batch,), in nats: a number for each picture, its latents' terms added up. 0 where q is p.
    """
    return not_attempted()
