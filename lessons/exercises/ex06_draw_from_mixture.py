"""Exercise of lesson 6, write: drawing codes from a mixture of Gaussians.

Check: pytest tests/exercises/test_ex06_draw_from_mixture.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def draw_from_mixture(weights, means, variances, uniforms, normals):
    """Codes from a mixture of Gaussians; the random numbers are drawn already.

    Args:
        weights: how often each Gaussian is drawn from, (components,); their sum is 1.
        means: (components, latent).
        variances: σ² of each latent in each Gaussian, (components, latent): no covariances.
        uniforms: a number from 0 to 1 for each code, (codes,). It decides on the Gaussian: from 0
            to weights[0] it is the first, for the next weights[1] the second, and so on.
        normals: ~ N(0, 1), (codes, latent). They decide on the place within it.

    Returns:
        (codes, latent): code n comes from uniforms[n] and normals[n].
    """
    return not_attempted()
