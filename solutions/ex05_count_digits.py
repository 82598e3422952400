"""Exercise of lesson 5: which digits does a generator draw?"""

from keras import ops


def count_digits(probabilities, sure_above):
    """The share of each digit among the samples that are read with confidence."""
    digits = ops.shape(probabilities)[1]
    counts = ops.cast(ops.max(probabilities, axis=1) > sure_above, "float32")  # (samples,)
    drawn = ops.one_hot(ops.argmax(probabilities, axis=1), digits)  # (samples, digits)
    total = ops.sum(counts)
    shares = ops.sum(drawn * counts[:, None], axis=0) / ops.maximum(total, 1.0)  # (digits,)
    return shares, total / ops.shape(probabilities)[0]
