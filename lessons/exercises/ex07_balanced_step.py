"""Exercise of lesson 7, write: a step that fools the discriminator and keeps the picture.

Check: pytest tests/exercises/test_ex07_balanced_step.py
"""

import tensorflow as tf
from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training import losses


def balanced_step(encoder, generator, discriminator, optimizer, images, epsilon, beta=1.0):
    """One step of encoder and generator that lowers the sum of g_loss and vae_loss.

    Args:
        encoder: model, pictures → z_mean, z_log_var, both (batch, latent).
        generator: model, z → pictures in 0..1.
        discriminator: model, pictures → logits (batch, 1), positive for "real".
        optimizer: built for the trainable variables of the encoder, followed by those of the
            generator.
        images: real pictures, (batch, height, width, channels).
        epsilon: the noise of the codes, N(0, I), (batch, latent).
        beta: weight of the KL divergence.

    Returns:
        g_loss, a tensor of shape (): the generator's loss of lesson 2 (non-saturating), as it was
        before the step. Its fakes are the *reconstructions* of the images, from noisy codes.

    vae_loss is the lesson's: the VAE's loss per pixel, the average over the batch. g_loss and
    vae_loss count alike. Afterwards encoder and generator have made one step, and the
    discriminator has the weights that it had. No network is frozen for that: do not touch
    `trainable`. Networks that are being trained are called with training=True, all three.

    It must run eagerly and within tf.function.
    """
    return not_attempted()
