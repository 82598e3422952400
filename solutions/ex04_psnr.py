"""Exercise of lesson 4: how near is a picture to another, in decibels?"""

from keras import ops


def psnr(image, reference):
    """The peak signal-to-noise ratio of two pictures whose values go from 0 to 1."""
    squared_error = ops.mean(ops.square(image - reference))  # one number
    return -10 * ops.log10(squared_error)
