"""Exercise of lesson 5, find: a gate that is shut, and a discriminator that moves on.

Check: pytest tests/exercises/test_ex05_gated_step.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def gated_step(is_open, optimizer, gradients, variables):
    """One step of the optimizer where the gate is open; where it is shut, as if nothing had been.

    Seen in training: from batch 240 to batch 260 the gate was shut. All the same, what the
    discriminator said of one and the same picture changed in each of these batches, less and less.
    And when the gate opened again, the first steps were far too small. There is one mistake below.

    Args:
        is_open: boolean tensor (), without a value while `fit` builds its graph.
        optimizer: the discriminator's, Adam, built on `variables`.
        gradients: a tensor for each variable.
        variables: the weights of the discriminator.

    Returns:
        Nothing. The variables are changed in place, and so is what the optimizer remembers.
    """
    not_attempted()  # delete this line once you have mended what is below
    opened = ops.cast(is_open, "float32")
    optimizer.apply([opened * gradient for gradient in gradients], variables)
