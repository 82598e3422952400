"""Exercise of lesson 8, write: a code that is fitted to the pixels of one picture."""

import numpy as np


def refine_code(look, pixels, start, pull, rounds):
    """Looks for the code whose picture, averaged over pixels, has the pixels that were given."""

    def total(code, averages):
        return np.sum((pixels - averages) ** 2) + pull * np.sum((code - start) ** 2)

    code, damping = start, 1.0
    averages, jacobian = look(code)
    least = total(code, averages)
    for _ in range(rounds):
        # Half the gradient of the sum, downhill, and half its second derivatives, without those of
        # `look`: near the minimum they hardly count, and what is left is never negative.
        downhill = jacobian.T @ (pixels - averages) - pull * (code - start)  # (codes,)
        curvature = jacobian.T @ jacobian + (pull + damping) * np.eye(len(code))
        tried = code + np.linalg.solve(curvature, downhill)
        seen, slopes = look(tried)
        if total(tried, seen) < least:
            code, averages, jacobian, least = tried, seen, slopes, total(tried, seen)
            damping *= 0.3
        else:
            damping *= 4
    return code
