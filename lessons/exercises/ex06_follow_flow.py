"""Exercise of lesson 6, write: following a flow from noise to codes.

Check: pytest tests/exercises/test_ex06_follow_flow.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def follow_flow(velocity, z, steps):
    """Follows dz/dt = velocity(z, t) from t = 0 to t = 1, in equal steps of Heun's method.

    A step tries first where the velocity at its beginning would lead to in this step, and asks for
    the velocity there, at the time when the step ends. Then it goes from its beginning again, with
    the mean of the two velocities.

    Args:
        velocity: a function of points (batch, latent) and of one time, a number from 0 to 1:
            velocity(points, time) gives (batch, latent).
        z: where the points are at t = 0, (batch, latent). It is not to be changed.
        steps: how many.

    Returns:
        The whole way, (steps + 1, batch, latent): z itself first, the end last.
    """
    return not_attempted()
