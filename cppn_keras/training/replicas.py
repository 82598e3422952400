"""Workers that train one model together (data parallelism), and what they tell each other.

Each worker is a process with the whole model and with its own rows of every batch. The mean of
their gradients is the gradient of the mean loss over the whole batch, so all make the same step and
keep the same weights. Besides gradients they average the losses that decide something, lest one
worker opens the gate while another shuts it.

The variables are ordinary ones. TensorFlow's strategy is asked for its all-reduce alone, so `fit`,
conditions and optimizers work as they do in one process (under the strategy's scope `fit` does
not, keras#20585, and no condition may hold an optimizer's step).
"""

import contextlib
import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import tensorflow as tf


@dataclasses.dataclass(frozen=True)
class Replicas:
    """This process among the workers; by default it is alone."""

    index: int = 0
    addresses: tuple[str, ...] = ("",)  # "host:port" of every worker
    strategy: tf.distribute.Strategy | None = None

    @property
    def count(self) -> int:
        return len(self.addresses)

    @property
    def first(self) -> bool:
        """Whether this worker is the one that prints and writes files."""
        return self.index == 0

    def mean(self, tensors: list) -> list:
        """The mean over all workers of each tensor, float32; None stays None.

        All workers must call it, with the same shapes. One that is alone gets back what it gave.
        """
        if self.count == 1:
            return tensors
        given = [tf.cast(tensor, tf.float32) for tensor in tensors if tensor is not None]
        flat = tf.concat([tf.reshape(tensor, (-1,)) for tensor in given], axis=0)  # one message
        parts = tf.split(
            self._reduce(tf.distribute.ReduceOp.MEAN, flat),
            [math.prod(tensor.shape) for tensor in given],
        )
        means = iter([tf.reshape(p, t.shape) for p, t in zip(parts, given, strict=True)])
        return [None if tensor is None else next(means) for tensor in tensors]

    def from_first(self, data: bytes = b"") -> bytes:
        """The first worker's `data`, on every worker. Who comes early waits for the others."""
        if self.count == 1:
            return data
        data = data if self.first else b""
        size = int(self._sum(np.array([len(data)], np.int32))[0])
        words = np.zeros(math.ceil(size / 4), np.int32)  # what an all-reduce can add
        words.view(np.uint8)[: len(data)] = np.frombuffer(data, np.uint8)
        return self._sum(words).tobytes()[:size] if size else b""

    def copy_first(self, variables: list) -> None:
        """Gives variables the values that they have on the first worker."""
        if self.count == 1:
            return
        for variable in variables:
            value = np.asarray(variable)
            variable.assign(self._sum(value if self.first else np.zeros_like(value)))

    def _sum(self, array: np.ndarray) -> np.ndarray:
        return self._reduce(tf.distribute.ReduceOp.SUM, tf.constant(array)).numpy()

    def _reduce(self, how: tf.distribute.ReduceOp, tensor):
        with self.strategy.scope():
            return self.strategy.reduce(how, tensor, axis=None)


ALONE = Replicas()
_current = ALONE


def current() -> Replicas:
    """The workers of which this process is one, as the innermost `together` says."""
    return _current


@contextlib.contextmanager
def together(replicas: Replicas) -> Iterator[None]:
    """Within it training steps are made together with the other workers."""
    global _current
    before, _current = _current, replicas
    try:
        yield
    finally:
        _current = before


def mean(tensors: list) -> list:
    """`Replicas.mean` over the current workers."""
    return _current.mean(tensors)
