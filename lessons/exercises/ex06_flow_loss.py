"""Exercise of lesson 6, find: a flow that is trained well and does not arrive.

Check: pytest tests/exercises/test_ex06_flow_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def flow_loss(velocity, codes, noise, times):
    """What a network of velocities learns from: one mistake is in here.

    Noise number n travels to code number n in a straight line and at constant speed: it leaves at
    t = 0 and arrives at t = 1. The network is told where a point is at a time, and has to say how
    fast it moves, in all latents.

    Seen in training: the loss falls smoothly, to less than half of the loss of a colleague. But
    points that are carried by these velocities end as a cloud that only hints at the digit, where
    hers end on its ink (docs/lessons/06/ink_wrong.png and ink.png).

    Args:
        velocity: the network, called as velocity([points, times]): points (batch, latent) and
            times (batch, 1) give velocities (batch, latent).
        codes: where to, (batch, latent).
        noise: where from, (batch, latent).
        times: a time from 0 to 1 for each pair, (batch, 1).

    Returns:
        One number: the squared error of the velocities, *summed* over latents and *averaged* over
        the batch. Gradients pass to the network's weights.
    """
    not_attempted()  # delete this line once you have mended what is below
    points = (1 - times) * noise + times * codes
    errors = velocity([points, times]) - (codes - points)
    return ops.mean(ops.sum(ops.square(errors), axis=-1))
