"""Checks exercise ex10_effective_number pair by pair, and by pictures that can be counted."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "three steps: K of all pairs (n, n), the eigenvalues of K/n, their entropy. Print K first: it "
    "is symmetric and has ones on its diagonal",
    "features[:, None] - features has all differences, (n, n, d); np.linalg.eigvalsh has the "
    "eigenvalues of a symmetric matrix, and none of them is complex",
    "the entropy is -Σ p log p. Where p is 0 or a little below, p log p counts as 0: leave these "
    "out, p = p[p > 0]; then np.exp",
)
ZERO = "an eigenvalue of 0 adds nothing to the entropy, and log of it is NaN or infinite: leave "
ZERO += "out what is not above 0"


def entropy(shares):
    return -sum(p * np.log(p) for p in np.ravel(shares).tolist() if p > 1e-15)


def similarity(features, scale, power=2, half=0.5):
    """K, pair by pair."""
    n = len(features)
    matrix = np.zeros((n, n))
    for i, j in np.ndindex(n, n):
        far = sum((a - b) ** 2 for a, b in zip(*features[[i, j]].tolist(), strict=True)) ** 0.5
        matrix[i, j] = np.exp(-half * far**power / scale**power)
    return matrix


def eigenvalues(matrix):
    """Of a symmetric matrix without negative ones: these are its singular values."""
    return np.linalg.svd(matrix, compute_uv=False)


def by_pairs(features, scale, **options):
    matrix = similarity(features.astype("float64"), scale, **options)
    return np.exp(entropy(eigenvalues(matrix / len(matrix))))


def mistakes(features, scale):
    features = features.astype("float64")
    n, d = features.shape
    matrix = similarity(features, scale)
    shares = eigenvalues(matrix / n)
    right = np.exp(entropy(shares))
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    cosine = eigenvalues(unit @ unit.T / n)
    mean, near = matrix.mean(), matrix.mean(axis=1)
    apart = "distances are squared, and so is the scale"
    root = "‖f_i - f_j‖² is the sum over the features of squared differences"
    base = "one base for the logarithm and for what is in front of the entropy: e"
    of_shares = "the entropy of the eigenvalues of K/n, not of the numbers in K"
    return [
        Mistake(np.nan, ZERO),
        Mistake(np.log(right), "that is the entropy: exp of it is a number of pictures"),
        Mistake(np.log2(right), "that is the entropy, in bits: exp of it, in nats"),
        Mistake(1 / right, "the entropy is -Σ p log p: the sign"),
        Mistake(right ** (1 / np.log(2)), base),
        Mistake(right ** (1 / np.log(10)), base),
        Mistake(by_pairs(features, scale, half=1), "the ½ in the exponent is missing"),
        Mistake(by_pairs(features, scale, power=1), apart),
        Mistake(by_pairs(features, scale**0.5), apart),
        Mistake(by_pairs(features, 1), "the scale is not used"),
        Mistake(by_pairs(features, 1 / scale), "divided by scale², not multiplied"),
        Mistake(by_pairs(features, scale * d**0.5), root + ", not their mean"),
        Mistake(np.exp(entropy(n * shares)), "shares sum to 1: the eigenvalues of K/n, not of K"),
        Mistake(1 / np.sum(shares**2), "1/Σ p² is another such number: here exp of -Σ p log p"),
        Mistake(n * right, "K/n, not K: or n times too many"),
        Mistake(right / n, "a number of pictures, not a share of n"),
        Mistake(1 / mean, of_shares),
        Mistake(np.exp(-np.mean(np.log(near))), of_shares),
        Mistake(np.exp(entropy(matrix / matrix.sum())), of_shares),
        Mistake(np.exp(entropy(cosine)), "K is made of distances, not of angles"),
        Mistake(n, "with n eigenvalues of 1/n that is right: are these the eigenvalues of K/n?"),
    ]  # fmt: skip


def check(attempt, features, scale, expected, hint):
    """One call; `expected` is the number."""
    given = features.copy()
    answer = attempt(features=given, scale=scale)
    known = mistakes(features, scale)
    answer.equals(expected, known, hint, "one number: the sum over the eigenvalues")
    copy = "-= and the like change the caller's array: features = features - …"
    same = np.array_equal(given, features)
    answer.must(same, "the features are changed", "other features", "as they were", copy)


def test_effective_number(attempt):
    features = random(9, 3, seed=1)
    for scale in (0.8, 1.7):
        step_by_step = "print K, then the eigenvalues of K/n (they sum to 1), then the entropy"
        check(attempt, features, scale, by_pairs(features, scale), step_by_step)

    apart = np.round(100 * random(7, 4, seed=2))
    check(attempt, apart, 0.5, 7, "far apart K is the identity: n eigenvalues of 1/n, and n")
    counts = (5, 1, 3)
    copies = np.repeat(apart[:3], counts, axis=0)[[4, 0, 8, 5, 2, 7, 1, 3, 6]]
    shares = f"3 pictures {counts} times have the shares 5/9, 1/9 and 3/9, and 6 eigenvalues are 0"
    check(attempt, copies, 0.5, np.exp(entropy(np.array(counts) / 9)), shares)
    same = np.repeat(random(1, 5, seed=3), 8, axis=0)
    check(attempt, same, 2.0, 1, "copies of one picture: one eigenvalue is 1, the others are 0")
    check(attempt, same[:1], 2.0, 1, "a single picture is 1")

    close_by = random(40, 1, seed=4).astype("float64")  # most eigenvalues are ±1e-17
    check(attempt, close_by, 2.0, by_pairs(close_by, 2.0), ZERO)
    grid = np.round(64 * features) / np.float32(64)  # so that a shift rounds nothing
    right = by_pairs(grid, 0.8)
    order = "the order of the pictures says nothing: all pairs, by their distances alone"
    check(attempt, grid[::-1].copy(), 0.8, right, order)
    shift = "where ‖f‖² is large its last digits are lost: take differences first, or subtract the "
    shift += "mean, in float64"
    shifted = grid + np.float32([4000, -1000, 2000])
    check(attempt, shifted, 0.8, right, shift)
