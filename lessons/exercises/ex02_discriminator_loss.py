"""Exercise of lesson 2: telling real from fake.

Check: pytest tests/exercises/test_ex02_discriminator_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def discriminator_loss(real_logits, fake_logits):
    """Cross-entropy of the discriminator: real pictures should be called real, fakes fake.

    Args:
        real_logits: what it says of real pictures, (real pictures, 1): logits, any number.
        fake_logits: what it says of generated ones, (fakes, 1). Maybe not as many.

    Returns:
        One number, shape (): ½ (mean of -log D over the real ones + mean of -log(1 - D) over the
        fakes), where D = sigmoid(logit) is the probability of "real". Finite for logits of ±200.

    Hint: log(sigmoid(logit)) breaks down for large logits, softplus(a) = log(1 + eᵃ) does not:
    -log sigmoid(a) = softplus(-a). What is -log(1 - sigmoid(a))?
    """
    return not_attempted()
