"""Exercise of lesson 6: following a flow from noise to codes.

Check: pytest tests/exercises/test_ex06_follow_flow.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def follow_flow(velocity, z, steps):
    """Integrates dz/dt = velocity(z, t) from t = 0 to t = 1 in steps of Heun.

    Args:
        velocity: a function of points (batch, latent) and of a time from 0 to 1: (batch, latent).
        z: where the points are at t = 0, (batch, latent).
        steps: how many, all equally long.

    Returns:
        The whole way, (steps + 1, batch, latent): z itself first, the end last.

    A step of length h = 1/steps from time t:
        first = velocity(z, t)
        second = velocity(z + h · first, t + h)      where a step of Euler would lead
        z becomes z + h · (first + second) / 2

    Hint: the i-th step begins at t = i / steps. Collect the stations in a list; np.stack makes one
    array of it. Make a new z in each step: `z += ...` would change the stations in the list.
    """
    return not_attempted()
