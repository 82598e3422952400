"""Exercise of lesson 12: a sum that goes round in a ring."""

import numpy as np


def ring_all_reduce(arrays, channel):
    """The sum of all workers' arrays, on every worker, by messages between neighbours."""
    n = len(arrays)
    chunks = [np.array_split(array.copy(), n) for array in arrays]
    # Worker i begins with chunk i. What it receives is a partial sum of the chunk before it; it
    # adds its own part and passes that on in the next step.
    for step in range(n - 1):
        for i in range(n):
            channel.send(i, chunks[i][(i - step) % n])
        for i in range(n):
            chunks[i][(i - step - 1) % n] += channel.receive(i)
    # Chunk i + 1 is finished on worker i, which sends it on; from now on nothing is added.
    for step in range(n - 1):
        for i in range(n):
            channel.send(i, chunks[i][(i + 1 - step) % n])
        for i in range(n):
            chunks[i][(i - step) % n] = channel.receive(i)
    return [np.concatenate(parts) for parts in chunks]
