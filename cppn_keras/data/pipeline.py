"""The tf.data pipeline behind `batches`: no state, so any step can be the first.

The order of a pass follows from (seed, pass), the crops and flips of a batch from (seed, step).
One gather per axis cuts a whole batch, each picture at its own place.
"""

import numpy as np
import tensorflow as tf

# Each purpose has its own stream of random numbers: the seed combined with a constant.
_SEED_BITS = 62
_SHUFFLE = 0x0000_0000_0000_0000
_ROWS = 0x1B87_3593_CC9E_2D51
_COLUMNS = 0x2545_F491_4F6C_DD1D
_FLIPS = 0x3C6E_F372_FE94_F82B


def endless_batches(
    images: np.ndarray,
    batch_size: int,
    crop: tuple[int, int],
    flip: bool,
    seed: int,
    start_step: int,
    mine: slice,
) -> tf.data.Dataset:
    """See `cppn_keras.data.batches.batches`, which checks the arguments.

    The numbers of a whole batch are drawn, and `mine` says of which of its rows pictures are made.
    """
    count, height, width, _ = images.shape
    crop_height, crop_width = crop
    with tf.device("CPU:0"):
        pictures = tf.constant(images)

    def make_batch(chosen: tf.Tensor, step: tf.Tensor) -> tf.Tensor:
        rows = _windows(height, crop_height, batch_size, _stream(seed, _ROWS, step))
        columns = _windows(width, crop_width, batch_size, _stream(seed, _COLUMNS, step))
        if flip:
            draws = _uniform(batch_size, 2, _stream(seed, _FLIPS, step))
            columns = tf.where(draws[:, tf.newaxis] == 1, columns[:, ::-1], columns)
        batch = tf.gather(pictures, chosen[mine])  # (batch, H, W, C)
        batch = tf.gather(batch, rows[mine], axis=1, batch_dims=1)  # (batch, crop height, W, C)
        batch = tf.gather(batch, columns[mine], axis=2, batch_dims=1)  # (batch, crop h, crop w, C)
        return tf.cast(batch, tf.float32) / 255.0

    steps = _steps(count, batch_size, seed, start_step)
    made = steps.map(make_batch, num_parallel_calls=tf.data.AUTOTUNE, deterministic=True)
    endless = tf.data.experimental.assert_cardinality(tf.data.INFINITE_CARDINALITY)
    return made.apply(endless).prefetch(2)


def _steps(count: int, batch_size: int, seed: int, start_step: int) -> tf.data.Dataset:
    """Endless pairs: which pictures int64 (batch,), and the step () int64."""
    per_pass = count // batch_size
    first_pass, first_position = divmod(start_step, per_pass)

    def one_pass(number: tf.Tensor) -> tf.data.Dataset:
        order = tf.random.experimental.stateless_shuffle(
            tf.range(count, dtype=tf.int64), _stream(seed, _SHUFFLE, number), alg="philox"
        )
        order = tf.reshape(order[: per_pass * batch_size], (per_pass, batch_size))
        steps = number * per_pass + tf.range(per_pass, dtype=tf.int64)
        begin = tf.where(number == first_pass, first_position, 0)  # 0 in every later pass
        return tf.data.Dataset.from_tensor_slices((order[begin:], steps[begin:]))

    return tf.data.Dataset.counter(first_pass).flat_map(one_pass)


def _stream(seed: int, purpose: int, number: tf.Tensor) -> tf.Tensor:
    """The seed of one draw: int64 (2,)."""
    return tf.stack([tf.constant((seed % 2**_SEED_BITS) ^ purpose, tf.int64), number])


def _uniform(count: int, below: int, seed: tf.Tensor) -> tf.Tensor:
    """int32 (count,) in 0 to below − 1; the algorithm is named so that devices agree."""
    return tf.random.stateless_uniform((count,), seed, 0, below, tf.int32, alg="philox")


def _windows(length: int, cropped: int, count: int, seed: tf.Tensor) -> tf.Tensor:
    """For each picture the indices of its crop along one axis: int32 (count, cropped)."""
    offsets = _uniform(count, length - cropped + 1, seed)  # every position equally likely
    return offsets[:, tf.newaxis] + tf.range(cropped)  # (count, 1) + (cropped,)
