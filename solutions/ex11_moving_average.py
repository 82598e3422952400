"""Exercise of lesson 11, find: an average that does not move, and a training that hardly does."""

from keras import ops


def moving_average(averaged, trained, decay, step):
    """Moves the weights of one network a little towards those of another."""
    step = ops.cast(step, "float32")
    decay = ops.minimum(decay, (1 + step) / (10 + step))  # the first weights are soon forgotten
    # `averaged` follows; `trained` is only read.
    for old, new in zip(averaged.weights, trained.weights, strict=True):
        old.assign(decay * old + (1 - decay) * new if new.trainable else new)
