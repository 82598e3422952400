"""Exercise of lesson 11, predict: what a moving average remembers, and what it costs.

Check: pytest tests/exercises/test_ex11_predict_average.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_average():
    """What a moving average with a decay of 0.999 remembers. Commit to four numbers.

    After each training step, for each weight of encoder and generator:

        average ← 0.999 · average + 0.001 · weight

    So the average is a sum over all values that the weight ever had, each with a factor of its own,
    and over what the average was at the start.

    An estimate is good enough within 5 %.

    Returns:
        Four numbers: age, half_life, left, megabytes.
        age: after very many steps, how many steps old the values in the average are *on average*,
            each counted by its factor.
        half_life: after how many steps the factor of a value has fallen to half.
        left: after 1000 steps, the factor of what the average was at the start: the initial,
            random weights.
        megabytes: how much more memory the averages of 650,000 weights in float32 take
            (1 MB = 1,000,000 bytes).
    """
    return not_attempted()
