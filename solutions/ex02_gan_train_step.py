"""Exercise of lesson 2: one step of each network, and of no other weights."""

import tensorflow as tf

from cppn_keras.training import losses


def gan_train_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer, images, z
):
    """One step of the discriminator, then one step of the generator, on the same z."""
    fakes = generator(z, training=True)  # outside the tape: no gradient goes back to the generator
    with tf.GradientTape() as tape:
        real_logits = discriminator(images, training=True)  # (batch, 1)
        fake_logits = discriminator(fakes, training=True)
        d_loss = losses.discriminator_loss(real_logits, fake_logits)
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(d_loss, variables), variables)

    with tf.GradientTape() as tape:  # through the discriminator, to the generator alone
        fakes = generator(z, training=True)
        g_loss = losses.generator_loss(discriminator(fakes, training=True))
    variables = generator.trainable_variables
    generator_optimizer.apply(tape.gradient(g_loss, variables), variables)
    return d_loss, g_loss
