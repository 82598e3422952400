"""Exercise of lesson 11, change: a price for grey, of one's own choice.

Check: pytest tests/exercises/test_ex11_grey_penalty.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def grey_penalty(samples):
    """What grey costs, in samples that should be ink (1) or paper (0).

    The package takes p(1 - p) of each sample. Choose a measure, that one or another. What it must
    fulfil:

    - nothing for ink and for paper;
    - the same for p and for 1 - p;
    - the more, the nearer p is to ½; there a sample costs between 0.1 and 1;
    - *summed* over the samples of a picture, wherever they are: twice as many grey samples cost
      twice as much; *averaged* over the batch;
    - a gradient that is finite everywhere, also at 0 and at 1, and that leads away from ½. A sample
      of 0.1 and one of 0.9 are still moved.

    It is made with keras.ops, for training follows its gradient.

    Args:
        samples: tensor (batch, height, width, channels) in 0..1.

    Returns:
        One number of shape (), never below 0.
    """
    return not_attempted()
