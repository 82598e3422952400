"""Exercise of lesson 7, find: a term that pulls on nothing."""

from keras import ops


def feature_loss(features, images, reconstructions):
    """How differently the discriminator sees pictures and their reconstructions."""
    seen = ops.stop_gradient(features(images, training=True))  # (batch, n), the target
    # No stop here: the way from the loss to the generator leads through these features. What
    # keeps the discriminator as it is is the list of variables that the optimizer is given.
    drawn = features(reconstructions, training=True)  # (batch, n)
    return ops.mean(ops.sum(ops.square(seen - drawn), axis=-1))
