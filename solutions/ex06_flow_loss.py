"""Exercise of lesson 6: what a network of velocities learns from."""

from keras import ops


def flow_loss(velocity, codes, noise, times):
    """The squared error of the velocities of straight lines from noise to codes.

    On its line a point moves from noise to code in one unit of time, at the same speed all the way:
    its velocity is code - noise. (What is left of the way, code - point, gets shorter with time. A
    network that learns that slows down, and never arrives.)
    """
    points = (1 - times) * noise + times * codes  # (batch, latent)
    errors = velocity([points, times]) - (codes - noise)
    return ops.mean(ops.sum(ops.square(errors), axis=-1))
