"""Exercise of lesson 10, predict: what a squared error costs, and what detail saves."""


def predict_error():
    """Four numbers about squared error."""
    # The best single answer is the mean, ½, and what is left is the variance of the values.
    grey = 1 / 12
    nats = 2 * 0.01 * 30 * 30 * 3  # 54, beside 32 of KL: errors and codes weigh about alike
    # A Gaussian has error²/(2σ²) = 2 · error². σ is half of all there is between black and white:
    # such a model calls a value of 0.3 in place of 0.5 quite likely.
    sigma = 0.5
    # 6 nats are 8.7 bits for 300 values. Where the spots are takes more than that to say, so
    # they are left out. With σ = 0.1, weight 50, they would be worth 150 nats.
    spots = 2 * 0.1**2 * 10 * 10 * 3
    return grey, nats, sigma, spots
