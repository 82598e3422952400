"""Checks exercise ex01_edit_direction against loops, on pictures in no order."""

import numpy as np
from checking import WORK_BACK, Mistake, random

HINTS = (
    "make a list of the pictures' numbers in the order of their quality; its first n // 3 and its "
    "last n // 3 are the two thirds",
    "ops.argsort(quality) is this list, lowest first; ops.take(codes, list, axis=0) picks codes",
    "mean of the highest third over axis 0, minus mean of the lowest third over axis 0",
)


def ends(codes, quality, low, high):
    """The codes of the `low` pictures of lowest and the `high` of highest quality."""
    order = sorted(range(len(quality)), key=lambda i: quality[i])
    return codes[order[:low]], codes[order[-high:]]


def between(codes, quality, low, high=None, middle=np.mean):
    first, last = ends(codes, quality, low, high or low)
    return middle(last, axis=0) - middle(first, axis=0)


def parted(codes, quality, low, high):
    """By thresholds of the quality in place of counts."""
    return codes[quality > high].mean(0) - codes[quality < low].mean(0)


def wrong_parts(codes, quality):
    """Others than the lowest and the highest third, and what they are."""
    n, third = len(codes), len(codes) // 3
    thirds = f"compare the highest third with the lowest: of {n} pictures {n} // 3 = {third} each"
    low, high = quality.min(), quality.max()
    step = (high - low) / 3
    ranges = f"{thirds}, not those above and below a third of the *range* of the quality"
    rounded = f"{thirds}; is it rounded up, or a threshold that lets one more in?"
    found = [
        (between(codes, quality, n // 2), thirds + ", not halves"),
        (between(codes, quality, n // 4), thirds + ", not quarters"),
        (between(codes, quality, 1), thirds + ", not one"),
        (parted(codes, quality, quality.mean(), quality.mean()), thirds + ", not halves"),
        (parted(codes, quality, low + step, high - step), ranges),
        (between(codes, quality, third, middle=np.median), "the mean of each third, no median"),
    ]
    top = n - 2 * third
    if top > third:
        more = f"{thirds}; yours has {top} pictures in one of them: the rest belongs to neither"
        found += [(between(codes, quality, *pair), more) for pair in ((third, top), (top, third))]
    fixed = f"{thirds}: is the count fixed?"
    found += [(between(codes, quality, count), fixed) for count in (6, 2) if count != third]
    order = np.argsort(quality)
    ranks = "argsort gives the pictures' numbers in order, not their ranks: codes[order[:third]]"
    found.append((codes[order >= n - third].mean(0) - codes[order < third].mean(0), ranks))
    middle = codes[order[third : 2 * third]].mean(0) - codes[order[:third]].mean(0)
    found.append((middle, "that compares the middle third with the lowest: order[-third:]"))
    for count in ((third + 1, third + 1), (third + 1, third), (third, third + 1)):
        found.append((between(codes, quality, *count), rounded))
    return [Mistake(*pair) for pair in found]


def mistakes(codes, quality):
    third = len(codes) // 3
    right = between(codes, quality, third)
    low, high = (part.mean(0) for part in ends(codes, quality, third, third))
    own_order = np.sort(codes, axis=0)
    fitted = np.polyfit(quality, codes, 1)[0]
    axis = "average over the pictures, axis 0: one number per latent is left"
    weighted = (codes * (quality - quality.mean())[:, None]).mean(0)
    return [
        Mistake(-right, "the direction points from high to low: mean of high - mean of low"),
        Mistake(third * right, "take the mean of each third, not the sum"),
        Mistake(right / np.linalg.norm(right), "leave the length as it comes"),
        *wrong_parts(codes, quality),
        Mistake(fitted, "no regression: mean code of the high third - mean code of the low third"),
        Mistake(weighted, "no covariance: mean code of the high third - that of the low third"),
        Mistake(
            codes[-third:].mean(0) - codes[:third].mean(0),
            "the pictures come in no order: those first and last in the list are not the thirds",
        ),
        Mistake(
            own_order[-third:].mean(0) - own_order[:third].mean(0),
            "sort the pictures by their quality, not each latent by itself",
        ),
        Mistake(high, "the mean code of the low third is to be taken away"),
        Mistake(high - codes.mean(0), "take away the mean code of the low third, not that of all"),
        Mistake((high + low) / 2, "the difference of the two mean codes, not their average"),
        Mistake(right / 2, "the whole way from the low third to the high one, not half of it"),
        Mistake(right.mean(), axis),
    ]


def test_edit_direction(attempt):
    codes, quality = random(20, 4, seed=1), random(20, seed=2)
    codes[:, 1] += 2 * quality  # the second latent carries the quality
    codes[:, 2] += quality**2  # and the third is no straight line of it
    axis = "average over the pictures, axis 0: one number per latent is left"
    given = codes.copy(), quality.copy()
    answer = attempt(codes=codes, quality=quality)
    kept = np.array_equal(codes, given[0]) and np.array_equal(quality, given[1])
    hint = "x.sort() and x[...] = change what was given: np.sort, ops.sort make a new array"
    answer.must(kept, "the arguments were changed", "other codes", "those given", hint)
    answer.equals(between(*given, 6), mistakes(*given), WORK_BACK, axis)

    few = attempt(codes=codes[:8], quality=quality[:8])
    few.equals(between(codes[:8], quality[:8], 2), mistakes(codes[:8], quality[:8]), WORK_BACK)
    far = attempt(codes=codes + 100, quality=quality)
    far.equals(between(codes, quality, 6), hint="a direction does not depend on where codes lie")
