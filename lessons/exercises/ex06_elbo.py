"""Exercise of lesson 6: the lower bound on the log-likelihood of a picture, in nats.

Check: pytest tests/exercises/test_ex06_elbo.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def elbo(images, reconstructions, z_mean, z_log_var):
    """The evidence lower bound of a VAE whose pixels are probabilities of ink.

    Args:
        images: in 0..1, (batch, height, width, channels).
        reconstructions: the same shape, each number the probability of ink there.
        z_mean, z_log_var: of the codes, (batch, latent).

    Returns:
        One number in nats, -(cross-entropy + KL): the Bernoulli cross-entropy *summed* over the
        pixels and channels of a picture, KL(N(μ, σ²) ‖ N(0, I)) *summed* over the latents, and
        their sum *averaged* over the batch. More is better, and 0 is the most there can be.

    Hint: ops.binary_crossentropy gives a number per pixel. KL is ½ Σ (μ² + σ² - 1 - log σ²), with
    σ² = ops.exp(z_log_var). No weights: nats against nats.
    """
    return not_attempted()
