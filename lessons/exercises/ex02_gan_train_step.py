"""Exercise of lesson 2, write: one step of each network, and of no other weights.

Check: pytest tests/exercises/test_ex02_gan_train_step.py
"""

import tensorflow as tf
from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training import losses


def gan_train_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer, images, z
):
    """One step of the discriminator, then one step of the generator, on the same z.

    Each step moves all trainable variables of its own network, once, and nothing else. No flag
    `trainable` is touched. Both networks are in training when they are called: dropout drops, batch
    normalisation takes the batch's own mean.

    Args:
        generator: model, z → pictures.
        discriminator: model, pictures → logits (batch, 1), positive for "real".
        generator_optimizer, discriminator_optimizer: each for the variables of its own network.
        images: real pictures, (batch, height, width, channels).
        z: (batch, latent).

    Returns:
        d_loss, g_loss: two numbers of shape (), each as it was just before its own step. The
        first is the lesson's `discriminator_loss` (in `losses` as well) of the real pictures and of
        those made from z. The second is the non-saturating `generator_loss` (in `losses`, too) of
        pictures made from the same z, as the discriminator sees them that has just learnt.
    """
    return not_attempted()
