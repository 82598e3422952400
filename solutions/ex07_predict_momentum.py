"""Exercise of lesson 7, predict: how far Adam goes on when its gradients are 0."""


def predict_momentum():
    """How many learning rates the weight still goes."""
    # Adam's step is rate · m/√v. m, the running mean of the gradients, stands at 1 when they end.
    # From then on every step multiplies it by β₁: 0.65, 0.65², 0.65³, ... The sum of these is
    beta_1 = 0.65
    way = beta_1 / (1 - beta_1)  # 1.86; after 20 steps nothing is left to come
    # v, corrected for its start, is the mean of all squares so far: 50 ones and more and more
    # zeros. √v loses 1 % with each of the first zeros, and so the steps are a little longer.
    return 1.03 * way
