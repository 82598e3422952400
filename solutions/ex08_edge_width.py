"""Exercise of lesson 8, write: how sharp is an edge?"""

import numpy as np


def edge_width(profile, factor):
    """How far it is from 10 % to 90 % of the way up an edge."""
    first, last = profile[0], profile[-1]

    def reach(share):
        level = first + share * (last - first)
        after = int(np.argmax(profile >= level))  # 1 or more: the first sample is below
        step = profile[after] - profile[after - 1]  # above 0, also where a level stretch follows
        return after - 1 + (level - profile[after - 1]) / step

    return (reach(0.9) - reach(0.1)) / factor
