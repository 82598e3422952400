"""Gradients slice by slice: the same means over a batch, in a fraction of the memory.

With nine samples in each pixel a layer of 128 units has 3 MB for every picture. All pictures of a
batch at once would keep gigabytes until the gradient has come back through them, and wait for
memory more than for arithmetic.
"""

from collections.abc import Callable

import keras
import tensorflow as tf
from keras import ops, tree

USUAL_BATCH = 64  # where its size is not known beforehand; slices then have one picture
SLICE_BYTES = 32 << 20  # of a layer: some ten times as much is kept, and the caches are not far


def pictures_of(batch: int | None, encoder: keras.Model, generator: keras.Model) -> int | None:
    """How many pictures a slice has: as many as fit, and divide the batch. None: take it whole.

    A batch is taken whole, too, where the statistics of a batch normalisation need all pictures.
    """
    layers = [*encoder._flatten_layers(), *generator._flatten_layers()]
    if any(isinstance(layer, keras.layers.BatchNormalization) for layer in layers):
        return None
    most = SLICE_BYTES // (4 * max(1, getattr(generator, "layer_values", 0)))
    if most >= (batch or USUAL_BATCH):
        return None
    sizes = range(1, most + 1) if batch else [1]
    return max((n for n in sizes if (batch or 1) % n == 0), default=1)


def mean_of_slices(step: Callable, images, pictures: int, start):
    """The mean, over all slices of a batch, of what `step` makes of each.

    Args:
        step: (pictures, height, width, channels) → means over these, in any nested structure.
        images: (batch, height, width, channels), where `pictures` divides the batch.
        start: zeros, in that structure.
    """
    slices = ops.reshape(images, (-1, pictures, *images.shape[1:]))
    count = ops.shape(slices)[0]

    def add_next(i, sums):
        return i + 1, tree.map_structure(ops.add, sums, step(slices[i]))

    _, sums = tf.while_loop(  # the one of Keras would have ten slices in memory
        lambda i, _: i < count, add_next, (0, start), parallel_iterations=1
    )
    return tree.map_structure(lambda total: total / ops.cast(count, total.dtype), sums)
