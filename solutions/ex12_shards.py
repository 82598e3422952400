"""Exercise of lesson 12: which rows of the batch are whose."""


def shards(count, worker, workers):
    """The rows of one worker: its shard of a batch of `count` rows."""
    # A border belongs to both its neighbours and is computed by both in the same way: so there is
    # neither gap nor overlap, whatever the division leaves.
    return worker * count // workers, (worker + 1) * count // workers
