"""Exercise of lesson 12, predict: what has to pass the wire, and how fast it must be."""


def predict_bytes():
    """Four numbers about training on several machines."""
    # A ring of n has 2(n - 1) steps, in each of which a machine sends an n-th of the gradient. With
    # many machines that is twice the gradient, however many there are.
    gradient = 5 * 4  # MB
    two = 2 * (1 / 2) * gradient  # 20 MB
    eight = 2 * (7 / 8) * gradient  # 35 MB
    # Two machines save half of 400 ms. If 20 MB take just that long, nothing is won.
    speed = 8 * two / 0.2  # 800 Mbit/s
    gain = 0.4 / (0.4 / 8 + 8 * eight / 10_000)  # 50 ms + 28 ms: 5.1
    return two, eight, speed, gain
