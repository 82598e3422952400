"""Exercise of lesson 11, write: what a steep discriminator has to pay."""

import tensorflow as tf
from keras import ops


def r1_penalty(discriminator, images, gamma):
    """γ/2 · the mean over the batch of ‖∇ₓ logit(x)‖², at real pictures."""
    with tf.GradientTape() as tape:
        tape.watch(images)  # no variable: it would not be followed
        logits = discriminator(images, training=True)  # (batch, 1)
    # The gradient of the sum of all logits. A picture has its own logit alone, so row by row these
    # are the gradients of each. An outer tape records how they come about.
    gradients = tape.gradient(logits, images)  # like images
    norms = ops.sum(ops.square(gradients), axis=(1, 2, 3))  # (batch,)
    return 0.5 * gamma * ops.mean(norms)
