"""Exercise of lesson 2: the same game with another loss."""

from keras import ops


def hinge_loss(real_logits, fake_logits):
    """Both losses of a GAN that asks the discriminator for a margin, and not for probabilities."""
    on_real = ops.mean(ops.relu(1 - real_logits))  # nothing from the margin on
    on_fake = ops.mean(ops.relu(1 + fake_logits))
    return 0.5 * (on_real + on_fake), -ops.mean(fake_logits)  # no margin for the generator
