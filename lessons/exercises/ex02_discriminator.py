"""Exercise of lesson 2, build: the discriminator, by a table of shapes.

Check: pytest tests/exercises/test_ex02_discriminator.py
"""

import keras
from keras import layers

from cppn_keras.course.exercises import not_attempted


def discriminator(depth):
    """Han's discriminator: an ordinary picture classifier whose answer is one number.

        with depth 16          puts out         weights
        a picture              28, 28, 1
        convolution            14, 14, 16           416
        convolution             7, 7, 32         12,832
        convolution             4, 4, 64         51,264
        convolution             4, 4, 128       204,928
        flattened               2,048
        the logit               1                 2,049

    The four convolutions have square kernels of one size, which the counts tell. After each of
    them stand, without weights, a leaky relu of slope 0.2 and a dropout of 0.4.

    Args:
        depth: channels of the first convolution; each of the others has twice as many as the one
            before.

    Returns:
        A functional keras.Model with the name "discriminator": pictures (batch, 28, 28, 1) →
        logits (batch, 1), positive for "real". Any number may come out.
    """
    return not_attempted()
