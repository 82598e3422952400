"""Checks exercise ex05_count_digits sample by sample, with seven kinds of digits."""

import numpy as np
from checking import Mistake, random

SURE = 0.6


def count(probabilities, sure_above):
    """One sample after the other: counts of sure digits, how many are sure."""
    counts = [0] * probabilities.shape[1]
    for row in probabilities:
        if max(row) > sure_above:
            counts[int(np.argmax(row))] += 1
    return np.array(counts), sum(counts)


def mistakes_in_shares(p, counts, total):
    digits = p.shape[1]
    every = np.bincount(p.argmax(axis=1), minlength=digits)
    ordinary = "count samples, not probabilities: ops.one_hot of ops.argmax, then sum"
    return [
        Mistake(counts, "shares: divide the counts by their sum"),
        Mistake(counts / len(p), "divide by the number of sure samples, not of all"),
        Mistake(every / len(p), "only samples whose largest probability is above sure_above count"),
        Mistake(every / total, "only samples whose largest probability is above sure_above count"),
        Mistake(p.mean(axis=0), ordinary),
        Mistake(p[p.max(axis=1) > SURE].mean(axis=0), ordinary),
        Mistake((p > SURE).mean(axis=0), "divide by the number of sure samples, not of all"),
        Mistake(counts[::-1] / total, "the digits' order is that of the columns"),
        Mistake(counts.argmax(), "not the commonest digit, but every digit's share"),
    ]


def test_count_digits(attempt):
    p = np.exp(3 * random(53, 7, seed=4))
    p = (p / p.sum(axis=1, keepdims=True)).astype("float32")
    counts, total = count(p, SURE)
    answer = attempt(probabilities=p, sure_above=SURE)
    shares, sure = answer.parts("shares", "sure")
    known = mistakes_in_shares(p, counts, total)
    shares.equals(counts / total, known, shape_hint="one share for each digit, (digits,)")
    unsure = "that is the share of the unsure ones"
    known = [
        Mistake(total, "a share: divide by the number of samples"),
        Mistake(1 - total / len(p), unsure),
        Mistake(p.max(axis=1).mean(), "not the average confidence: the share of samples above it"),
    ]
    one = "one number for all samples"
    sure.equals(total / len(p), known, shape_hint=one)

    flat = np.full((5, 4), 0.25, "float32")
    shares, sure = attempt(probabilities=flat, sure_above=0.9).parts("shares", "sure")
    empty = "no sample counts here: divide by ops.maximum(total, 1.0), so that 0 / 0 never happens"
    shares.equals(np.zeros(4), [Mistake(np.full(4, np.nan), empty)], hint=empty)
    sure.equals(0.0, hint="no sample has a probability above 0.9 here")
