"""Exercise of lesson 2, predict: the losses of an even game, and with smooth labels.

Check: pytest tests/exercises/test_ex02_predict_losses.py
"""

import math

from cppn_keras.course.exercises import not_attempted


def predict_losses():
    """Four losses, in nats, to commit to before any game is played.

    Both games have the losses of the lesson. For a picture with the label t, of which the
    discriminator says D, its cross-entropy is -t log D - (1 - t) log(1 - D). d_loss is half the sum
    of two averages of it, one over real pictures, one over fakes; g_loss is the average of -log D
    over the fakes.

    The even game: fakes are as good as real pictures, the labels are 1 and 0, and the discriminator
    has learnt all there is to learn.

    The smooth game: fakes are easy to tell from real pictures, but the labels are 0.95 for real
    ones and 0.15 for fakes. The discriminator has learnt all there is to learn: for each kind it
    says the D that costs it least.

    Returns:
        even_d, even_g, smooth_d, smooth_g: d_loss and g_loss of the even game, then of the smooth
        one. Two digits are enough; write how you found them, as in `return math.log(5), ...`.
    """
    return not_attempted()
