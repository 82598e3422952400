"""Exercise of lesson 2, find: a generator that learns nothing when it is worst.

Check: pytest tests/exercises/test_ex02_generator_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def generator_loss(fake_logits):
    """What the generator minimises, so that its pictures pass for real.

    The symptom: in a game with this loss the discriminator soon sees through every fake. From
    then on the generator, though its pictures are as bad as they can be, hardly moves. With a
    discriminator that is unsure it learns well.

    What it should do: the worse a fake is, the more it should pull. Where the discriminator is
    sure of a fake (a logit of -8, or of -200) the gradient by that logit should be nearly -1,
    divided by the number of fakes; and it should fade only as the fake passes for real.

    Args:
        fake_logits: what the discriminator says of generated pictures, (fakes, 1): logits.

    Returns:
        One number, shape (), an average over the fakes: cross-entropy, with the label that
        the generator would like. Finite for logits of ±200.
    """
    not_attempted()  # delete this line once you have mended what is below
    paid_by_discriminator = ops.softplus(fake_logits)  # -log(1 - D), for every fake
    return -ops.mean(paid_by_discriminator)  # what the one loses, the other wins
