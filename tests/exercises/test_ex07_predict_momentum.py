"""Checks exercise ex07_predict_momentum against Adam, step by step in NumPy."""

HINTS = (
    "what is m after 50 gradients of 1? And after one gradient of 0, after two, after three?",
    "√v stays near 1 in the first few steps, which are nearly all of the way. So the steps are m: "
    "0.65, 0.65², 0.65³, …",
    "the sum of a geometric series: β₁ + β₁² + β₁³ + … = β₁/(1 - β₁)",
)
BETA_1, BETA_2 = 0.65, 0.999


def way_of_adam(gradients, beta_1=BETA_1):
    """Where a weight is after each gradient, in learning rates."""
    m = v = place = 0.0
    stations = []
    for t, gradient in enumerate(gradients, start=1):
        m = beta_1 * m + (1 - beta_1) * gradient
        v = BETA_2 * v + (1 - BETA_2) * gradient**2
        place += (m / (1 - beta_1**t)) / (v / (1 - BETA_2**t)) ** 0.5
        stations.append(place)
    return stations


def test_predict_momentum(attempt):
    gradients = [1] * 50 + [0] * 20
    way = way_of_adam(gradients)
    right = way[-1] - way[49]
    default = way_of_adam(gradients, beta_1=0.9)
    band = 0.88 * right, 1.12 * right
    known = [
        (-right, "downhill counts as positive: it goes on in the direction it had"),
        (-BETA_1 / (1 - BETA_1), "downhill counts as positive: it goes on as before"),
        (1 - BETA_1**20, "that is what m has lost in the end: add up the steps on the way"),
        (0, "m is not 0 yet when the gradient is: it is the mean of those before, too"),
        (20, "m does not stay at 1: each gradient of 0 multiplies it by β₁"),
        (1 / (1 - BETA_1), "1 + β₁ + β₁² + …: the 1 is the last step with a gradient of 1"),
        (BETA_1, "that is the first of the 20 steps: what do the others add?"),
        (1 - BETA_1, "a gradient of 0 leaves β₁ of m, and takes 1 - β₁ away: add up what is left"),
        (20 * BETA_1, "not 20 times the same: m shrinks at each step"),
        (20 * (1 - BETA_1), "not 20 times the same: m shrinks at each step"),
        (default[-1] - default[49], "that is Keras's β₁ = 0.9: the lesson has 0.65"),
        (9, "that is Keras's β₁ = 0.9: the lesson has 0.65"),
        (way[-1], "the way in the last 20 steps alone"),
        (right / 1000, "in learning rates: one step of full length is 1"),
        (BETA_1 / (1 - BETA_1) / 1000, "in learning rates: one step of full length is 1"),
    ]
    below = "too short: m is 0.65 after one gradient of 0; add up all the steps that follow"
    above = "too far: m falls by a factor of 0.65 with each step, so the first few are nearly all"
    attempt().predicts(*band, known, below, above)
