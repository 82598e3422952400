"""Exercise of lesson 7, predict: how far Adam goes on when its gradients are 0.

Check: pytest tests/exercises/test_ex07_predict_momentum.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_momentum():
    """The way of one weight while its gradients are 0, in learning rates.

    Suppose a shut gate did make its step, with gradients multiplied by 0. Adam, with the lesson's
    β₁ = 0.65 and with β₂ = 0.999, has seen 50 gradients of 1, and each has moved the weight by one
    learning rate. Now come 20 gradients of 0. How many learning rates does the weight go in these
    20 steps? Adam's step, where g is the gradient, and m and v begin at 0:

        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        weight ← weight - rate · m/√v      (m and v are first divided by 1 - β₁ᵗ and 1 - β₂ᵗ)

    Work it out with pencil and paper; a tenth more or less does not matter.

    Returns:
        One number, 0 or above.
    """
    return not_attempted()
