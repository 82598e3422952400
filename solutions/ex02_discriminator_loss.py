"""Exercise of lesson 2: telling real from fake."""

from keras import ops


def discriminator_loss(real_logits, fake_logits):
    """Cross-entropy of the discriminator: real pictures should be called real, fakes fake."""
    on_real = ops.mean(ops.softplus(-real_logits))  # -log D
    on_fake = ops.mean(ops.softplus(fake_logits))  # -log(1 - D)
    return 0.5 * (on_real + on_fake)
