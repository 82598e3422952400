"""Exercise of lesson 8, predict: how much of the ink is left when bicubic is cut at ½."""

import math


def predict_agreement():
    """What a cut at ½ makes of a row of five pixels. Commit to four numbers before you run."""
    edge = 1 - 0.25  # the rightmost quarter of the pixel is ink
    # From the grey pixel's middle to the next one's, the curve rises from 0.25 to 1: it is ½ after
    # about a third of the way. So ink begins ½ + ⅓ from the left; the curve's bend adds 0.01.
    ink = 1 - (1 / 2 + 1 / 3 + 0.01)
    # Black pixels stay black and white ones white: only the grey one is off.
    agreement = -10 * math.log10((0.25 - ink) ** 2 / 5)
    # The stroke's curve is highest in the middle, 0.4. It is nowhere above ½: no ink is left.
    stroke = -10 * math.log10(0.4**2 / 5)
    return edge, ink, agreement, stroke
