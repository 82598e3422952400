"""Exercise of lesson 12, write: a sum that goes round in a ring.

Check: pytest tests/exercises/test_ex12_ring_all_reduce.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def ring_all_reduce(arrays, channel):
    """The sum of all workers' arrays, on every worker, by messages between neighbours.

    Worker i can send to worker i + 1 only, the last one to worker 0, and hears only of the one
    before it. If each array made the round whole, everybody would send all of it n - 1 times, for
    n workers. It goes with less. Each array is cut into n chunks, of sizes that differ by one at
    most, and everything happens in steps: in each step every worker sends one chunk, then every
    worker receives one.

    - First half, n - 1 steps (reduce-scatter): chunks become partial sums on their way, until every
      worker has one chunk, another one each, that is the sum of all.
    - Second half, n - 1 steps (all-gather): the finished chunks make the round.

    Here all workers are in one process and you play all of them: but worker i may use nothing but
    `arrays[i]` and what it has received. Once the second half is over, all have the same bits.

    Args:
        arrays: list of n NumPy arrays, float32 (length,): worker i's is number i. Their length need
            not be a multiple of n. They are left as they were.
        channel: the wires. `channel.send(i, chunk)` sends an array from worker i to the next one;
            `channel.receive(i)` gives worker i the oldest array that was sent to it and that it has
            not received yet.

    Returns:
        List of n arrays (length,): the sum, as each worker has it.
    """
    return not_attempted()
