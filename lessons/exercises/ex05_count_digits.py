"""Exercise of lesson 5: which digits does a generator draw?

Check: pytest tests/exercises/test_ex05_count_digits.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def count_digits(probabilities, sure_above):
    """The share of each digit among the samples that are read with confidence.

    Args:
        probabilities: (samples, digits), each row what a classifier says of one sample.
        sure_above: number; a sample counts if its largest probability is greater.

    Returns:
        shares, sure: shares (digits,), of the samples that count, sum 1 (or all 0 where none
        counts); sure, one number: the share of all samples that count.

    Hint: ops.one_hot of ops.argmax marks each sample's digit; multiply by a column that is 1 for
    the sure ones, then sum over samples. Divide by the number of sure samples, or by 1 if it is 0.
    """
    return not_attempted()
