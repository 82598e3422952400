"""Exercise of lesson 6, predict: the best answer to a stroke that may be here or there.

Check: pytest tests/exercises/test_ex06_predict_grey.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_grey():
    """Which grey does a decoder draw where it does not know?

    A code stands for many pictures, all alike but for one stroke, 20 pixels long and one wide. In
    30 % of them it is *here*, in the other 70 % one pixel further, *there*. So 40 pixels are in
    doubt. Ink is 1, paper 0. The decoder draws one picture, the same for all; each of its pixels
    is a number p from 0 to 1. Reason, on paper or by trying numbers:

    Returns:
        Four numbers.
        - the p at a pixel *here* that gives the least cross-entropy on average,
          cross-entropy being -log p where there is ink and -log(1 - p) where there is none;
        - the p there that gives the least squared error on average;
        - the p there that gives the least absolute error, |ink - p|, on average;
        - with the best p at all 40 pixels: their cross-entropy together, on average, in nats.
    """
    return not_attempted()
