"""Exercise of lesson 7, write: a step that fools the discriminator and keeps the picture."""

import tensorflow as tf
from keras import ops

from cppn_keras.training import losses


def balanced_step(encoder, generator, discriminator, optimizer, images, epsilon, beta=1.0):
    """One step of encoder and generator on g_loss + vae_loss; returns g_loss before it."""
    _, height, width, _ = images.shape
    with tf.GradientTape() as tape:
        z_mean, z_log_var = encoder(images, training=True)
        reconstructions = generator(z_mean + ops.exp(0.5 * z_log_var) * epsilon, training=True)
        cross_entropy = losses.bernoulli_cross_entropy(images, reconstructions)  # (batch,)
        kl = losses.kl_divergence(z_mean, z_log_var)  # (batch,)
        vae_loss = ops.mean(cross_entropy + beta * kl) / (height * width)
        g_loss = losses.generator_loss(discriminator(reconstructions, training=True))
        balanced = g_loss + vae_loss
    # The gradient passes through the discriminator, and moves none of its weights: this list is
    # all that the optimizer sees.
    variables = encoder.trainable_variables + generator.trainable_variables
    optimizer.apply(tape.gradient(balanced, variables), variables)
    return g_loss
