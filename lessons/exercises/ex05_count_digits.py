"""Exercise of lesson 5, write: which digits does a generator draw?

Check: pytest tests/exercises/test_ex05_count_digits.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def count_digits(probabilities, sure_above):
    """The share of each digit among the samples that are read with confidence.

    Args:
        probabilities: (samples, digits), each row what a classifier says of one sample.
        sure_above: number; a sample counts if its largest probability is greater. It counts once,
            as its likeliest digit, however many of its probabilities are greater.

    Returns:
        shares, sure: shares (digits,), how the samples that count are divided among the digits, all
        together 1, or all 0 where no sample counts; sure, one number: the share of all samples
        that count.
    """
    return not_attempted()
