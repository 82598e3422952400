"""Exercise of lesson 2: a generator that learns nothing when it is worst."""

from keras import ops


def generator_loss(fake_logits):
    """What the generator minimises, so that its pictures pass for real.

    The mistake was to make it a zero-sum game: log(1 - D) has the same goal, but its derivative by
    the logit is -D, nearly 0 for a fake that is seen through. That of -log D is D - 1, nearly -1.
    """
    return ops.mean(ops.softplus(-fake_logits))  # -log D: cross-entropy with the label "real"
