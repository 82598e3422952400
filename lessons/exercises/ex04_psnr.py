"""Exercise of lesson 4: how near is a picture to another, in decibels?

Check: pytest tests/exercises/test_ex04_psnr.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def psnr(image, reference):
    """The peak signal-to-noise ratio of two pictures whose values go from 0 to 1.

    Args:
        image: (height, width, channels).
        reference: the same shape; what `image` should be.

    Returns:
        One number, in decibels: -10 · log₁₀ of the squared error, *averaged* over all pixels and
        channels. A tenth of the error in every pixel is 20 dB more.

    Hint: ops.log is the natural logarithm, and log₁₀ x = log x / log 10. One average first, one
    logarithm of it last.
    """
    return not_attempted()
