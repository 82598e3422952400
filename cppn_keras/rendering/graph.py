"""What makes the renderer fast: the CPPN as a graph for all sizes, and two calls of it in flight.

`predict_on_batch` would trace the network anew for sizes it has not seen, prepare each call in
Python and leave a core idle meanwhile.
"""

import collections
import concurrent.futures
import weakref
from collections.abc import Callable, Iterator, Sequence

import keras
import numpy as np
import tensorflow as tf

IN_FLIGHT = 2  # calls at a time: one fills the gaps that the other leaves

# CPPN: {(subpixels, pictures): graph}. It goes with the CPPN, to whose weights the graphs refer.
_GRAPHS = weakref.WeakKeyDictionary()


def as_graph(
    cppn: keras.Model, subpixels: int = 1, pictures: int | None = None
) -> Callable[[np.ndarray, np.ndarray], tf.Tensor]:
    """The CPPN as a function of z and points, traced once for all sizes, and for one picture or
    any number of `pictures`: what is known to be one is computed in fewer passes.

    It takes z (batch, latent) and points (rows·subpixels, columns·subpixels, 2 or 3) float32 and
    gives (batch, rows, columns, channels): the mean of each square of subpixels² points. Weights
    are read in every call, so a network that has been trained further is drawn as it is now.
    """
    graphs = _GRAPHS.setdefault(cppn, {})
    if (subpixels, pictures) not in graphs:
        graphs[subpixels, pictures] = _trace(weakref.ref(cppn), subpixels, pictures)
    return graphs[subpixels, pictures]


def _trace(cppn: weakref.ref, subpixels: int, pictures: int | None):
    z, points = cppn().inputs
    signature = [
        tf.TensorSpec((pictures, z.shape[-1]), tf.float32),
        tf.TensorSpec((None, None, points.shape[-1]), tf.float32),
    ]

    @tf.function(input_signature=signature, autograph=False)
    def draw(z, points):
        rows, columns, axes = tf.unstack(tf.shape(points))
        colours = cppn()([z, tf.reshape(points, (1, rows * columns, axes))], training=False)
        colours = tf.cast(colours, tf.float32)  # (batch, rows·columns, channels)
        images = tf.reshape(colours, (-1, rows, columns, colours.shape[-1]))
        return tf.nn.avg_pool2d(images, subpixels, subpixels, "VALID") if subpixels > 1 else images

    return draw.get_concrete_function()  # traced here and never again


def in_order(
    work: Callable[[tuple], object], jobs: Sequence[tuple], in_flight: int = IN_FLIGHT
) -> Iterator:
    """work(job) for every job, in order; so many at a time are at work or wait to be taken."""
    if in_flight == 1 or len(jobs) == 1:  # a thread would only cost
        yield from map(work, jobs)
        return
    with concurrent.futures.ThreadPoolExecutor(in_flight) as pool:
        started = collections.deque()
        try:
            for job in jobs:
                if len(started) == in_flight:
                    yield started.popleft().result()
                started.append(pool.submit(work, job))
            while started:
                yield started.popleft().result()
        finally:
            for future in started:
                future.cancel()
