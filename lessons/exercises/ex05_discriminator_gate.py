"""Exercise of lesson 5: may the discriminator learn from this batch?

Check: pytest tests/exercises/test_ex05_discriminator_gate.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def discriminator_gate(g_loss, d_loss, g_below, d_above):
    """Whether the gate is open: the generator not hopeless, the discriminator not too sure.

    Args:
        g_loss, d_loss: tensors of one shape, () in training: the losses of generator and
            discriminator on this batch.
        g_below: number; the generator's loss must be below it.
        d_above: number; the discriminator's loss must be above it.

    Returns:
        Boolean tensor of the losses' shape: True where both conditions hold, each strictly.

    Hint: Python's `and` wants one truth value now; while a graph is being built there is none yet.
    keras.ops has a word for "and" that works on tensors.
    """
    return not_attempted()
