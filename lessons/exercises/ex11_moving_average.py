"""Exercise of lesson 11, find: an average that does not move, and a training that hardly does.

Check: pytest tests/exercises/test_ex11_moving_average.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def moving_average(averaged, trained, decay, step):
    """Moves the weights of one network a little towards those of another, in place.

    For each weight that is trained:

        average ← decay · average + (1 - decay) · weight

    In the first steps the decay is smaller, (1 + step) / (10 + step) where that is less, so that
    the initial weights are soon forgotten. What no optimizer trains (the statistics of batch
    normalisation, fixed frequencies) is copied as it is.

    What somebody saw: with it the loss falls much more slowly than without, though the average has
    no part in training. And the averaged network draws at the end what it drew at the beginning,
    as if it had never been touched.

    Args:
        averaged: model that holds the averages; it draws.
        trained: model of the same architecture that an optimizer trains; it is to be left alone.
        decay: number below 1.
        step: how many training steps were made, a number or a tensor: 1 at the first call.

    Returns:
        Nothing.
    """
    not_attempted()  # delete this line once you have mended what is below
    step = ops.cast(step, "float32")
    decay = ops.minimum(decay, (1 + step) / (10 + step))
    for average, weight in zip(trained.weights, averaged.weights, strict=True):
        average.assign(decay * average + (1 - decay) * weight if weight.trainable else weight)
