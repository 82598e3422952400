"""Exercise of lesson 6: following a flow from noise to codes."""

import numpy as np


def follow_flow(velocity, z, steps):
    """Integrates dz/dt = velocity(z, t) from t = 0 to t = 1 in steps of Heun."""
    h = 1 / steps
    stations = [z]
    for i in range(steps):
        first = velocity(z, i * h)
        second = velocity(z + h * first, (i + 1) * h)
        z = z + h * (first + second) / 2
        stations.append(z)
    return np.stack(stations)
