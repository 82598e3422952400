"""Exercise of lesson 1: how unlike its picture is a reconstruction?

Check: pytest tests/exercises/test_ex01_reconstruction_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def reconstruction_loss(images, reconstructions):
    """The cross-entropy of every picture, *summed* over its pixels and channels.

    Args:
        images: x in 0..1, (batch, height, width, channels).
        reconstructions: p in 0..1, same shape: the probability that a pixel has ink.

    Returns:
        (batch,), in nats: Σ -(x log p + (1 - x) log(1 - p)), over height, width and channels.
        Finite also where p is exactly 0 or 1.

    Hint: ops.binary_crossentropy(target, output) gives the term of each pixel and keeps p away
    from 0 and 1. What is left is to sum it over the right axes.
    """
    return not_attempted()
