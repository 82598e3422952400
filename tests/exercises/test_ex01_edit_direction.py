"""Checks exercise ex01_edit_direction against loops, on pictures in no order."""

import numpy as np
from checking import Mistake, random


def mean_codes(codes, quality, count):
    """Mean codes of the `count` pictures of lowest and of highest quality."""
    order = sorted(range(len(quality)), key=lambda i: quality[i])
    return codes[order[:count]].mean(0), codes[order[-count:]].mean(0)


def mistakes(codes, quality):
    third, half = len(codes) // 3, len(codes) // 2
    low, high = mean_codes(codes, quality, third)
    low_half, high_half = mean_codes(codes, quality, half)
    lowest, highest = mean_codes(codes, quality, 1)
    above = codes[quality > quality.mean()].mean(0) - codes[quality <= quality.mean()].mean(0)
    fitted = np.polyfit(quality, codes, 1)[0]
    thirds = "compare the highest third with the lowest third: n // 3 pictures each"
    unsorted = codes[-third:].mean(0) - codes[:third].mean(0)
    own_order = np.sort(codes, axis=0)
    axis = "average over the pictures, axis 0: one number per latent is left"
    return [
        Mistake(low - high, "the direction points from high to low: mean of high - mean of low"),
        Mistake(third * (high - low), "take the mean of each third, not the sum"),
        Mistake((high - low) / np.linalg.norm(high - low), "leave the length as it comes"),
        Mistake(high_half - low_half, thirds + ", not halves"),
        Mistake(highest - lowest, thirds + ", not one"),
        Mistake(above, thirds + ", not all above and below the mean"),
        Mistake(fitted, "no regression: mean code of the high third - mean code of the low third"),
        Mistake(unsorted, "the pictures come in no order: sort them by quality first, ops.argsort"),
        Mistake(
            own_order[-third:].mean(0) - own_order[:third].mean(0),
            "sort the pictures by their quality, not each latent by itself",
        ),
        Mistake(high, "the mean code of the low third is to be taken away"),
        Mistake((high + low) / 2, "the difference of the two mean codes, not their average"),
        Mistake((high - low).mean(), axis),
    ]


def test_edit_direction(attempt):
    codes, quality = random(11, 4, seed=1), random(11, seed=2)
    codes[:, 1] += 2 * quality  # the second latent carries the quality
    low, high = mean_codes(codes, quality, 3)
    axis = "average over the pictures, axis 0: one number per latent is left"
    which = "sorted from low to high, the lowest n // 3 come first and the highest n // 3 last"
    answer = attempt(codes=codes, quality=quality)
    answer.equals(high - low, mistakes(codes, quality), which, axis)

    far = attempt(codes=codes + 100, quality=quality)
    far.equals(high - low, hint="a direction does not depend on where the codes lie")
