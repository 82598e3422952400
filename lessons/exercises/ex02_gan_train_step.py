"""Exercise of lesson 2: one step of each network, and of no other weights.

Check: pytest tests/exercises/test_ex02_gan_train_step.py
"""

import tensorflow as tf
from keras import ops

from cppn_keras.course.exercises import not_attempted


def gan_train_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer, images, z
):
    """One step of the discriminator, then one step of the generator, on the same z.

    Args:
        generator: model, z → pictures.
        discriminator: model, pictures → logits (batch, 1), positive for "real".
        generator_optimizer, discriminator_optimizer: each for the variables of its own network.
        images: real pictures, (batch, height, width, channels).
        z: (batch, latent).

    Returns:
        d_loss, g_loss: two numbers of shape (), each as it was just before its own step:
        d_loss = ½ (mean softplus(-real logits) + mean softplus(fake logits)),
        g_loss = mean softplus(-fake logits), by the discriminator that has just learnt.

    Each step moves the trainable variables of its own network only, once. Do not touch
    `trainable`: the list of variables is enough. Call both networks with training=True.

    Hint: in `with tf.GradientTape() as tape:` compute the loss; after it
    `optimizer.apply(tape.gradient(loss, variables), variables)`. The generator's pictures must be
    made *inside* its tape.
    """
    return not_attempted()
