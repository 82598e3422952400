"""Checks exercise ex05_count_digits sample by sample, with seven kinds of digits."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "first for one sample: is its largest probability above sure_above, and where does it stand?",
    "for all samples: a row of 0s with one 1 at the likeliest digit (one_hot of argmax), and a "
    "column that is 1 for those that count. Multiply, then sum over the samples",
    "divide by how many count; where none does, 0 / 0 is not a number: divide by max(count, 1)",
)
SURE = 0.25  # so low that a sample may have three probabilities above it
ROWS = [  # probabilities that are exact in float32: the largest is just SURE, or a second is above
    [1, 1, 4, 4, 2, 2, 2],
    [4, 4, 2, 2, 2, 1, 1],
    [1, 2, 2, 1, 4, 4, 2],
    [0, 5, 0, 6, 0, 5, 0],
    [7, 0, 1, 0, 6, 1, 1],
]


def count(probabilities, sure_above):
    """One sample after the other: counts of sure digits, how many are sure."""
    counts = [0] * probabilities.shape[1]
    for row in probabilities:
        if max(row) > sure_above:
            counts[int(np.argmax(row))] += 1
    return np.array(counts), sum(counts)


def others_than_given(p):
    """Shares with the lesson's 0.9, and with one half."""
    for limit in (0.9, 0.5):
        counts, total = count(p, limit)
        yield counts / max(total, 1)


def mistakes_in_shares(p, counts, total):
    digits = p.shape[1]
    every = np.bincount(p.argmax(axis=1), minlength=digits)
    reached, as_many = count(p, np.nextafter(np.float32(SURE), np.float32(0)))
    marked = (p > SURE).sum(axis=0)
    ordinary = "count samples, not probabilities: ops.one_hot of ops.argmax, then sum"
    only = "only samples whose largest probability is above sure_above count"
    exactly = "a largest probability of exactly sure_above is not greater: >, not >="
    once = (
        "a sample with several probabilities above sure_above counts once, as its likeliest digit"
    )
    of_all = "divide by the number of sure samples, not of all"
    zeros = np.bincount(p.argmax(axis=1) * (p.max(axis=1) > SURE), minlength=digits)
    as_zero = "a sample that does not count is counted as a 0: leave it out"
    return [
        Mistake(total / len(p), "the order is shares, sure"),
        *[Mistake(wrong, "use sure_above as it is given") for wrong in others_than_given(p)],
        *[Mistake(zeros / n, as_zero) for n in (1, total, len(p))],
        Mistake(counts, "shares: divide the counts by their sum"),
        Mistake(counts / len(p), of_all),
        Mistake(every / len(p), only),
        Mistake(every / total, only),
        Mistake(reached / as_many, exactly),
        Mistake(reached, "shares: divide the counts by their sum; and " + exactly),
        Mistake(reached / len(p), of_all),
        Mistake(marked / total, once),
        Mistake(marked / marked.sum(), once),
        Mistake(marked / len(p), once),
        Mistake(marked, once),
        Mistake(p.mean(axis=0), ordinary),
        Mistake(p[p.max(axis=1) > SURE].mean(axis=0), ordinary),
        Mistake(counts[::-1] / total, "the digits' order is that of the columns"),
        Mistake(counts.argmax(), "not the commonest digit, but every digit's share"),
    ]


def test_count_digits(attempt):
    p = np.exp(1.2 * random(47, 7, seed=4))
    p = np.concatenate([p / p.sum(axis=1, keepdims=True), np.array(ROWS) / 16]).astype("float32")
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
        Mistake((p > SURE).mean(), "the share of samples, not of probabilities"),
    ]
    one = "one number for all samples"
    sure.equals(total / len(p), known, shape_hint=one)

    flat = np.full((5, 4), 0.25, "float32")
    shares, sure = attempt(probabilities=flat, sure_above=0.9).parts("shares", "sure")
    empty = "no sample counts here: divide by ops.maximum(total, 1.0), so that 0 / 0 never happens"
    none = "a digit that no sample is counted for has a share, too: as many shares as columns"
    known = [Mistake(np.full(4, np.nan), empty), Mistake(np.zeros(0), f"{none} (minlength)")]
    shares.equals(np.zeros(4), known, hint=empty, shape_hint=none)
    sure.equals(0.0, hint="no sample has a probability above 0.9 here")

    few = np.eye(7, dtype="float32")[[3, 4, 4, 3, 4]]
    shares, _ = attempt(probabilities=few, sure_above=0.9).parts("shares", "sure")
    own = "each digit has a place of its own, also where most of them do not come (np.histogram: "
    own += "range=…; np.bincount: minlength=…)"
    got = shares.has_shape((7,), hint=own)
    shares.equals([0, 0, 0, 0.4, 0.6, 0, 0], [Mistake(got, own)])

    shares, sure = attempt(probabilities=flat, sure_above=0.2).parts("shares", "sure")
    once = "here all digits are equally likely; still a sample counts once, not once for each"
    sure.equals(1.0, hint=once)
    came, one = f"shares {shares.has_shape((4,)).round(3)}", "1 for one digit"
    right = abs(shares.array.max() - 1) < 1e-4 and abs(shares.array.sum() - 1) < 1e-4
    shares.must(right, "counted more than once", came, one, once)
