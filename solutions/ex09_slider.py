"""Exercise of lesson 9, find: a slider that is right for ordinary digits only."""

import numpy as np


def slider(z, weights, intercept, step, values):
    """Codes of one picture at several settings of a slider, such as slants of 0, 0.2 and 0.4."""
    values = np.asarray(values)
    # How far it is from where *this* picture stands, not from the middle of the slider: where most
    # pictures stand the two are alike.
    amounts = values - (z @ weights + intercept)  # (settings,)
    return z + amounts[:, None] * step
