"""Exercise of lesson 7, find: a term that pulls on nothing.

Check: pytest tests/exercises/test_ex07_feature_loss.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def feature_loss(features, images, reconstructions):
    """How differently the discriminator sees pictures and their reconstructions.

    What somebody saw: the term is there, it is printed, and it changes from batch to batch. But a
    run in which it has the weight 1000 ends with the very same encoder and generator as a run in
    which it has the weight 0, to the last digit.

    It is to be a loss for encoder and generator. Each picture is compared with its own
    reconstruction, feature by feature: the squared differences are summed over the features and
    averaged over the batch. The pictures' features are the target. Only the optimizer's list of
    variables decides which weights move; the discriminator's are not on it.

    Args:
        features: model, pictures → what the discriminator's last hidden layer makes of them,
            (batch, n). It is called with training=True.
        images: real pictures, (batch, height, width, channels).
        reconstructions: the generator's drawings of them, of the same shape.

    Returns:
        One number of shape (), 0 where the reconstructions are exact copies.
    """
    not_attempted()  # delete this line once you have mended what is below
    target = ops.stop_gradient(features(images, training=True))  # (batch, n), as it is
    # the discriminator is only asked about the drawings here: it must not learn from this
    drawn = features(ops.stop_gradient(reconstructions), training=True)  # (batch, n)
    per_picture = ops.sum(ops.square(drawn - target), axis=-1)  # (batch,)
    return ops.mean(per_picture)
