"""Exercise of lesson 7, change: a discriminator that sees samples of the prior, too.

Check: pytest tests/exercises/test_ex07_prior_samples.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training import losses


def prior_samples(encoder, generator, discriminator, images, epsilon, z, beta=1.0):
    """The three losses of a VAE-GAN with two kinds of fakes: reconstructions and prior samples.

    Args:
        encoder: model, pictures → z_mean, z_log_var, both (batch, latent).
        generator: model, z → pictures in 0..1.
        discriminator: model, pictures → logits (batch, 1), positive for "real".
        images: real pictures, (batch, height, width, channels).
        epsilon: the noise of the codes, N(0, I), (batch, latent).
        z: draws of the prior, N(0, I), (count, latent); count need not be the batch's.
        beta: weight of the KL divergence.

    Returns:
        vae_loss, g_loss, d_loss: three tensors of shape (). vae_loss is the lesson's, a sample has
        no part in it. In g_loss and in d_loss samples count as much as reconstructions, whatever
        the numbers of either; and in d_loss all fakes together count as much as the real pictures,
        as ever.

    The discriminator normalises by batch: real pictures, reconstructions and samples pass it in a
    batch each. Networks are called with training=True. Gradients reach all that is called:
    whoever makes a step has a list of the weights that may move.
    """
    return not_attempted()
