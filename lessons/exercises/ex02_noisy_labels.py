"""Exercise of lesson 2, write: label smoothing, with labels drawn at random.

Check: pytest tests/exercises/test_ex02_noisy_labels.py
"""

import keras

from cppn_keras.course.exercises import not_attempted


def noisy_labels(count, seed_generator):
    """Labels for the discriminator that are a little off 1 and 0, so that it is never too sure.

    It is called in every step of training, so while `fit` builds its graph.

    Args:
        count: how many pictures of each kind.
        seed_generator: a keras.random.SeedGenerator, the only source of chance here. The draws
            move it on, so that the next call draws others.

    Returns:
        real, fake: both (count, 1), drawn evenly: real from 0.7 to 1.2, fake from 0 to 0.3.
        Independent of each other and from picture to picture, and new at every call.
    """
    return not_attempted()
