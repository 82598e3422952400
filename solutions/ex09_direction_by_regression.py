"""Exercise of lesson 9, write: what to add to a code, so that a measure changes by 1."""

import numpy as np


def direction_by_regression(codes, measure):
    """A linear prediction of a measure from codes, and the shortest step that raises it by 1."""
    codes = np.asarray(codes, "float64")
    # A latent more, that is always 1: its weight is the intercept.
    with_one = np.concatenate([codes, np.ones((len(codes), 1))], axis=1)
    *weights, intercept = np.linalg.lstsq(with_one, np.asarray(measure), rcond=None)[0]
    weights = np.array(weights)
    # A step s changes the prediction by s · weights. What is across the weights changes nothing,
    # so the shortest step is a multiple of them: (a · weights) · weights = 1.
    return weights, intercept, weights / (weights @ weights)
