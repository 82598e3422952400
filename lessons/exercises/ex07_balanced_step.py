"""Exercise of lesson 7: a step that fools the discriminator and keeps the picture.

Check: pytest tests/exercises/test_ex07_balanced_step.py
"""

import tensorflow as tf
from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training import losses


def balanced_step(encoder, generator, discriminator, optimizer, images, epsilon):
    """One step of encoder and generator down g_loss + vae_loss.

    Args:
        encoder: model, pictures → z_mean, z_log_var, both (batch, latent).
        generator: model, z → pictures in 0..1.
        discriminator: model, pictures → logits (batch, 1), positive for "real".
        optimizer: for the trainable variables of encoder and generator, in this order.
        images: real pictures, (batch, height, width, channels).
        epsilon: the noise of the codes, (batch, latent): z = z_mean + exp(½ z_log_var) · epsilon.

    Returns:
        g_loss, one number of shape (), as it was before the step: mean softplus(-fake logits),
        the fakes being the *reconstructions* of the images.

    vae_loss = mean over the batch of (cross-entropy summed over pixels and channels + KL summed
    over latents) / (height · width). The step moves encoder and generator, once, and no weight of
    the discriminator. Do not touch `trainable`. Call all three networks with training=True.

    Hint: everything from the encoder to the sum of the losses goes inside
    `with tf.GradientTape() as tape:`. One list for the gradient and for `optimizer.apply`:
    encoder.trainable_variables + generator.trainable_variables.
    """
    return not_attempted()
