"""Exercise of lesson 5, write: a head start for the generator, in every batch.

Check: pytest tests/exercises/test_ex05_n_handicap_loop.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def n_handicap_loop(step, count, stop_below):
    """Lets the generator make up to `count` steps, fewer where it has caught up.

    It is called while `fit` builds its graph, where a loss has no value yet, and has to work both
    there and with ordinary numbers.

    Args:
        step: function without arguments; makes one step and returns its loss, a float32 tensor of
            shape (), as it was before the step.
        count: the most steps, 1 or more (the post's N_handicap).
        stop_below: number; no further step follows one whose loss was below it. A loss of just
            this number is not below it.

    Returns:
        loss, steps: the loss that the last step returned, and how many steps were made, two
        tensors of shape (). The first step is always made.
    """
    return not_attempted()
