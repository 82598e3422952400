"""Exercise of lesson 8, predict: how much of the ink is left when bicubic is cut at ½.

Check: pytest tests/exercises/test_ex08_predict_agreement.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_agreement():
    """What a cut at ½ makes of a row of five pixels. Commit to four numbers before you run.

    Paper is 0, ink is 1, and nothing is grey: a grey pixel is the average over an area with both.
    To enlarge such a row, interpolate it and cut at ½: what is above becomes ink, the rest paper.
    The interpolation is bicubic along the row (Keys, a = -½): a smooth curve that has each pixel's
    value at that pixel's middle. The cut row is averaged over each of the five pixels again. Its
    agreement with the given pixels is their PSNR, -10 · log₁₀ of the mean squared error of all
    five.

    The pixels 0, 0, 0.25, 1, 1 have an upright edge, with the ink on its right.
    The pixels 0, 0, 0.4, 0, 0 have an upright stroke within the middle pixel.

    An estimate is good enough where a number is within 0.015, and decibels within 1.5.

    Returns:
        Four numbers: edge, ink, agreement, stroke.
        edge: where in the grey pixel the true edge lies, from 0 at its left side to 1 at its right.
        ink: which share of that pixel is ink in the cut row.
        agreement: of the cut row with the pixels of the edge, in dB.
        stroke: the agreement, in dB, of the other row with its pixels, likewise cut.
    """
    return not_attempted()
