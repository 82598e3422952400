"""Exercise of lesson 11, predict: what a moving average remembers, and what it costs."""

import math


def predict_average():
    """What a moving average with a decay of 0.999 remembers. Commit to four numbers."""
    decay = 0.999
    # The weight of a value that is n steps old is 0.001 · 0.999ⁿ: its mean age is 0.999/0.001.
    age = decay / (1 - decay)
    half_life = math.log(0.5) / math.log(decay)  # 0.999ⁿ = ½
    left = decay**1000  # nearly 1/e
    megabytes = 650_000 * 4 / 1e6  # one more number for each weight; Adam keeps two
    return age, half_life, left, megabytes
