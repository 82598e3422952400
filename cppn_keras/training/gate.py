"""The gate: when the discriminator may learn."""

import dataclasses

from keras import ops

from cppn_keras.training import replicas


@dataclasses.dataclass(frozen=True)
class Gate:
    """Lets the discriminator learn only while it is not too far ahead.

    The gate is open when the generator's loss is below `g_below` (the generator is not hopelessly
    weak) and the discriminator's above `d_above` (it is not yet too sure). The post "Generating
    Large Images from Latent Vectors" gives 0.80 and 0.45; its program used 0.75 and 0.60.
    """

    g_below: float = 0.80
    d_above: float = 0.45

    def is_open(self, g_loss, d_loss):
        """Scalar losses → scalar boolean tensor."""
        return ops.logical_and(g_loss < self.g_below, d_loss > self.d_above)


def gated(gate: Gate | None, g_loss, d_loss, update):
    """Calls `update` if the gate is open or there is none. Returns 1.0 if it did, else 0.0.

    A shut gate skips the step altogether: weights, Adam's moments and its step count stay as
    they are. Multiplying the gradients by zero would still move all three. Several workers look at
    their mean losses, so that the gate is open or shut on all of them.
    """
    if gate is None:
        update()
        return ops.ones(())

    def step():
        update()
        return ops.ones(())

    opened = gate.is_open(*replicas.mean([g_loss, d_loss]))
    return ops.cond(opened, step, lambda: ops.zeros(()))


def repeat_until(step, count: int, stop_below: float | None):
    """Calls `step` up to `count` times; stops when the first loss that it returns is < stop_below.

    Of several workers it is the mean of their losses.

    Args:
        step: makes one step; returns a tuple of scalar losses.

    Returns:
        The losses of the last step, and the number of steps made, a scalar tensor.
    """
    losses, steps = step(), ops.ones(())
    for _ in range(count - 1):
        if stop_below is None:
            losses, steps = step(), steps + 1
            continue
        before, made = losses, steps
        (loss,) = replicas.mean([before[0]])
        losses, steps = ops.cond(
            loss >= stop_below,
            lambda made=made: (step(), made + 1),
            lambda before=before, made=made: (before, made),
        )
    return losses, steps
