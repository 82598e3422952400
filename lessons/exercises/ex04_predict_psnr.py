"""Exercise of lesson 4, predict: decibels from an error, and an error from decibels.

Check: pytest tests/exercises/test_ex04_predict_psnr.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_psnr():
    """Three numbers to commit to before the lesson measures them.

    Colours go from 0 to 1, and PSNR is -10 · log₁₀ of the squared error, averaged over all values
    of the picture. Paper is enough, or a calculator.

    1. A network has learnt a picture exactly, but for its thinnest lines: one value in a hundred
       is off by 0.2, all others by nothing. What is its PSNR, in decibels?
    2. A picture is off by the same amount in every value, and has 40 dB. How large is that amount
       in a file, where colours go from 0 to 255?
    3. One enlargement has 0.3 dB more than another. By what share is its squared error smaller:
       0.5 for half of it, 0.01 for a hundredth?

    Returns:
        Three numbers: (decibels, levels of 255, share).
    """
    return not_attempted()
