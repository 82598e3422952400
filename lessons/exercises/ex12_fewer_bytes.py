"""Exercise of lesson 12, change: a tenth of the gradient, and nothing lost.

Check: pytest tests/exercises/test_ex12_fewer_bytes.py
"""

from cppn_keras.course.exercises import not_attempted


def fewer_bytes(gradient, kept):
    """Chooses what of a gradient is sent in this step, and keeps the rest for the next ones.

    Where the wire is slow, each worker sends only a tenth of its numbers, as place and value. What
    is not sent must not be lost: it is kept, and in the next step it counts as part of the
    gradient. Which tenth is sent is yours to choose, but nothing may wait for ever: sent over many
    steps, a gradient that stays the same arrives as it is, up to what is still waiting.

    Args:
        gradient: NumPy array, float32 (length,): this worker's own, of this step.
        kept: the same shape: what has not been sent so far; zeros in the first step.

    Neither of them is changed.

    Returns:
        sent, kept: two arrays (length,). `sent` is what the other workers add up: at most a tenth
        of its numbers, rounded up, are not 0. `kept` goes into the next call.
    """
    return not_attempted()
