"""Exercise of lesson 2: passing for real, by the non-saturating loss.

Check: pytest tests/exercises/test_ex02_generator_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def generator_loss(fake_logits):
    """The non-saturating loss: fakes should pass for real, by gradients that do not vanish.

    Args:
        fake_logits: what the discriminator says of generated pictures, (fakes, 1): logits.

    Returns:
        One number, shape (): the mean of -log D, D = sigmoid(logit) being the probability of
        "real". Finite for logits of ±200.

    Hint: the generator does *not* minimise log(1 - D), which saturates: its gradient is nearly 0 as
    long as the discriminator is sure. -log sigmoid(a) = softplus(-a).
    """
    return not_attempted()
