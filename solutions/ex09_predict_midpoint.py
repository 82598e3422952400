"""Exercise of lesson 9, predict: how long random codes are, and their averages."""

import math


def predict_midpoint():
    """Four numbers about independent z ~ N(0, I) of 24 numbers each. Commit before you run."""
    # ‖z‖² is 24 on average, and never far from it: a sum of 24 squares varies little.
    length = math.sqrt(24)
    # z · w, with z held still, is a sum of 24 normal numbers times those of z: normal, with a
    # standard deviation of ‖z‖. Divided by ‖z‖‖w‖ that is 1/√24 = 0.2 for the cosine; near 90° an
    # angle in radians changes as much as its cosine.
    spread = math.degrees(1 / math.sqrt(24))
    # A mean of n independent numbers has a variance of 1/n: its length is √n times shorter.
    return length, spread, 1 / math.sqrt(2), 1 / math.sqrt(10)
