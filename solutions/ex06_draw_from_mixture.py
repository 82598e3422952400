"""Exercise of lesson 6: drawing codes from a mixture of Gaussians."""

import numpy as np


def draw_from_mixture(weights, means, variances, uniforms, normals):
    """Codes from a mixture of Gaussians; the random numbers are drawn already."""
    ends = np.cumsum(weights)  # (components,): where each one's share of 0..1 ends
    which = np.searchsorted(ends, uniforms, side="right")  # (codes,)
    which = np.minimum(which, len(weights) - 1)  # should rounding leave a sum of less than 1
    return means[which] + np.sqrt(variances[which]) * normals
