"""Exercise of lesson 1: how unlike its picture is a reconstruction?"""

from keras import ops


def reconstruction_loss(images, reconstructions):
    """The cross-entropy of every picture, *summed* over its pixels and channels."""
    per_pixel = ops.binary_crossentropy(images, reconstructions)  # (batch, height, width, channels)
    return ops.sum(per_pixel, axis=(1, 2, 3))  # (batch,)
