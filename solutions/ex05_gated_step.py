"""Exercise of lesson 5: a step that is made, or not made at all."""

from keras import ops


def gated_step(is_open, optimizer, gradients, variables):
    """One step of the optimizer where the gate is open, none where it is shut."""
    # A step with gradients of 0 is a step. Adam moves by its momentum, the moving average of past
    # gradients, feeds both moving averages with zeros, and counts. So the step itself has to be
    # left out; the choice is part of the graph, since is_open has no value while it is built.
    ops.cond(is_open, lambda: optimizer.apply(gradients, variables), lambda: None)
