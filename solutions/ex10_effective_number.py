"""Exercise of lesson 10, write: how many different pictures does a generator draw?"""

import numpy as np


def effective_number(features, scale):
    """How many pictures that differ are worth as much as these: the Vendi score."""
    features = np.asarray(features, "float64")
    features = features - features.mean(axis=0)  # else ‖f‖² is large and its digits are lost
    squares = np.sum(features**2, axis=1)  # (n,)
    distances = squares[:, None] + squares - 2 * features @ features.T  # (n, n), squared
    similarity = np.exp(-0.5 * distances / scale**2)
    shares = np.linalg.eigvalsh(similarity / len(features))  # (n,)
    shares = shares[shares > 0]  # p · log p goes to 0 with p
    return np.exp(-np.sum(shares * np.log(shares)))
