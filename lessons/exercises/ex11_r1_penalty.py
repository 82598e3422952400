"""Exercise of lesson 11, write: what a steep discriminator has to pay.

Check: pytest tests/exercises/test_ex11_r1_penalty.py
"""

import tensorflow as tf
from keras import ops

from cppn_keras.course.exercises import not_attempted


def r1_penalty(discriminator, images, gamma):
    """The gradient penalty R1 (Mescheder et al. 2018).

    How much does the logit of a real picture change if its pixels change a little? That is the
    gradient of the logit with respect to the picture. Its squared length, summed over all pixels
    and channels of the picture, averaged over the batch, times γ/2, is the penalty.

    The discriminator is to learn from it: the penalty itself is differentiated with respect to the
    discriminator's weights, by whoever calls this function within a tape. It must work eagerly and
    within tf.function.

    Args:
        discriminator: model, pictures → logits (batch, 1). It is called with training=True.
        images: real pictures, a tensor (batch, height, width, channels).
        gamma: weight of the penalty, γ.

    Returns:
        One number of shape (), 0 or above.
    """
    return not_attempted()
