"""Exercise of lesson 10, write: how many different pictures does a generator draw?

Check: pytest tests/exercises/test_ex10_effective_number.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def effective_number(features, scale):
    """How many pictures that differ are worth as much as these: the Vendi score.

    Lesson 5 counted digits: a generator that draws three of ten has collapsed. Frogs have no such
    classes. Here every picture is a vector of features, and pictures are alike by degrees:

        K_ij = exp(-½ · ‖f_i - f_j‖² / scale²)

    which is 1 for copies and nearly 0 for pictures much further apart than `scale`. The n
    eigenvalues of K/n are shares: none is negative and they sum to 1, as the shares of classes do.
    The effective number is exp of their entropy, in nats (Friedman and Dieng 2023).

    So n pictures far from each other are n. A few pictures far from each other, with some copies
    of each, are as many as exp of the entropy of the shares of the copies; all alike are 1. An
    eigenvalue may be 0, and rounded it may be -1e-17: the number is finite all the same. The order
    of the pictures says nothing, nor does a vector that is added to all features, however long.

    Args:
        features: NumPy array (n, d), float32 or float64; n ≥ 1. It is left as it was.
        scale: the distance at which pictures begin to differ; above 0.

    Returns:
        One number, from 1 to n.
    """
    return not_attempted()
