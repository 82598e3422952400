"""Exercise of lesson 2, change: the same game with another loss.

Check: pytest tests/exercises/test_ex02_hinge_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def hinge_loss(real_logits, fake_logits):
    """Both losses of a GAN that asks the discriminator for a margin, and not for probabilities.

    The discriminator: a real picture costs nothing once its logit is 1 or more, a fake nothing
    once its logit is -1 or less. Short of that, a picture costs as much as its logit is away from
    that margin. As before, d_loss is the average over real pictures plus that over fakes, halved.

    The generator: each unit by which the logits of its fakes rise makes g_loss one unit smaller,
    wherever they are, below the margins, between them and above. With logits of 0 it is 0.

    Args:
        real_logits: what the discriminator says of real pictures, (real pictures, 1).
        fake_logits: what it says of generated ones, (fakes, 1); maybe not as many.

    Returns:
        d_loss, g_loss: two numbers, shape ().
    """
    return not_attempted()
