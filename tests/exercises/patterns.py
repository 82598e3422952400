"""How wrong numbers differ from right ones where no checker foresaw the mistake."""

import numpy as np

LOGARITHMS = {np.log2(np.e): "log₂ in place of ln?", 1 / np.log(10): "log₁₀ in place of ln?"}


def pattern(got: np.ndarray, expected: np.ndarray) -> str:
    """What is the same about all numbers that are wrong, in one line; "" where nothing is seen.

    Both arrays are of one shape, the second without NaN.
    """
    if not np.isfinite(got).all() or got.size < 2:
        return ""
    if _close(got, expected):
        return "right but for the fourth digit or so: a rounded constant, an epsilon, float16?"
    return _arrangement(got, expected) or _factor_or_offset(got, expected) or _region(got, expected)


def _close(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-3, atol=1e-5)


def _arrangement(got: np.ndarray, expected: np.ndarray) -> str:
    """The right numbers in the wrong places."""
    for axis in range(got.ndim):
        if _close(np.flip(got, axis), expected):
            return f"these are the right numbers, backwards along axis {axis}"
        for step in (1, -1):
            if _close(np.roll(got, -step, axis), expected):
                return f"these are the right numbers, {step:+} place along axis {axis}"
    for a in range(got.ndim):
        for b in range(a):
            if _close(np.swapaxes(got, a, b), expected):
                return f"these are the right numbers with axes {b} and {a} exchanged"
    few = len(np.unique(expected)) < 3  # such as True and False: no order shows
    if not few and _close(np.sort(got, axis=None), np.sort(expected, axis=None)):
        return "these are the right numbers in another order: follow one of them through"
    return ""


def _factor_or_offset(got: np.ndarray, expected: np.ndarray) -> str:
    """The same factor, or the same difference, everywhere."""
    if _close(got, -expected):
        return "every number has the wrong sign"
    if np.ptp(expected) < 1e-6:
        return ""
    if np.abs(expected).min() > 1e-6:
        factor = np.median(got / expected)
        if abs(factor) > 1e-9 and _close(got, factor * expected):
            for value, question in LOGARITHMS.items():
                if abs(factor - value) < 1e-3 * value:
                    return f"everywhere {factor:.4g} times what it should be: {question}"
            what = "a factor too many or too few, or a mean where a sum is asked, or the other way"
            return f"everywhere {factor:.4g} times what it should be: {what}"
    offset = np.median(got - expected)
    if _close(got, expected + offset):
        return f"everywhere {offset:+.4g} off: which term is added once too often, or not at all?"
    return ""


def _region(got: np.ndarray, expected: np.ndarray) -> str:
    """Right in one part of the array, wrong in another."""
    wrong = ~np.isclose(got, expected, rtol=1e-3, atol=1e-5)
    for axis in range(got.ndim):
        others = tuple(a for a in range(got.ndim) if a != axis)
        lines = wrong.any(axis=others)
        if lines.sum() == 1 and len(lines) > 2:
            place = int(np.flatnonzero(lines)[0])
            return f"all is right but at index {place} of axis {axis}: what is special there?"
    return ""
