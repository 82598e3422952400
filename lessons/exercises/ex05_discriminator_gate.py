"""Exercise of lesson 5, write: may the discriminator learn from this batch?

Check: pytest tests/exercises/test_ex05_discriminator_gate.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def discriminator_gate(g_loss, d_loss, g_below, d_above):
    """Whether the gate is open: the generator not hopeless, the discriminator not too sure.

    It is called while `fit` builds its graph, where a loss has no value yet.

    Args:
        g_loss, d_loss: float32 tensors of one shape, () in training: the losses of generator and
            discriminator on this batch.
        g_below: number; the generator's loss must be below it.
        d_above: number; the discriminator's loss must be above it.

    Returns:
        Boolean tensor of the losses' shape: True where both conditions hold, each strictly. A
        choice within the graph will be made by it, which takes True and False, not 1 and 0.
    """
    return not_attempted()
