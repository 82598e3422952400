"""Exercise of lesson 10, change: pictures that are the same left and right."""

import keras
from keras import ops


def mirror(cppn):
    """A CPPN whose every picture is its own mirror image, made of one that is trained."""
    z, coordinates = (keras.Input(tensor.shape[1:]) for tensor in cppn.inputs)
    x, others = coordinates[..., :1], coordinates[..., 1:]  # others: y, and r if there is one
    # The right half is drawn twice. The mean of the colours at x and at -x would be as symmetric
    # and without a crease in the middle, but it is a blend of two pictures, and twice the work.
    right_half = ops.concatenate([ops.abs(x), others], axis=-1)
    return keras.Model([z, coordinates], cppn([z, right_half]))
