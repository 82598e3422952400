"""Exercise of lesson 12, write: which rows of the batch are whose.

Check: pytest tests/exercises/test_ex12_shards.py
"""

from cppn_keras.course.exercises import not_attempted


def shards(count, worker, workers):
    """The rows of one worker: its shard of a batch of `count` rows.

    All workers know the whole batch and their own number, and nobody asks anybody. Yet every row
    belongs to exactly one worker, in order: first the rows of worker 0, then those of worker 1, and
    so on. Nobody waits long for anybody: where `count` cannot be divided by `workers`, no shard is
    more than one row longer than another. (Which are the longer ones is up to you.) Of fewer rows
    than workers some have none.

    The lesson cuts a batch by it, and later a gradient of any length.

    Args:
        count: rows of the batch, 0 or more.
        worker: the number of this worker, from 0 on.
        workers: how many there are.

    Returns:
        start, stop: two whole numbers, so that `batch[start:stop]` is the shard.
    """
    return not_attempted()
