"""Answers to the exercises of lesson 5, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops


def in_python(step, count, stop_below):
    """Right one by one, but not while a graph is built."""
    loss, made = step(), 1
    while made < count and loss >= stop_below:
        loss, made = step(), made + 1
    return loss, made


def nested(step, count, stop_below):
    """`count` conditions, one inside the other's result."""
    loss, made = step(), tf.constant(1)
    for _ in range(count - 1):
        loss, made = tf.cond(
            loss >= stop_below,
            lambda made=made: (step(), made + 1),
            lambda loss=loss, made=made: (loss, made),
        )
    return loss, made


def looped(step, count, stop_below, start=np.inf, first=0, allow=lambda n, k: n < k, order=1):
    made, loss = ops.while_loop(
        lambda n, loss: ops.logical_and(allow(n, count), loss >= stop_below),
        lambda n, loss: (n + 1, step()),
        (ops.full((), first, "int32"), ops.full((), start)),
    )
    return (loss, made)[::order]


def all_of_them(step, count, stop_below):
    for _ in range(count):
        loss = step()
    return loss, count


def shares_of(marks, total, p):
    return ops.sum(marks, axis=0) / ops.maximum(total, 1.0), total / len(p)


def marked(p, sure_above):
    sure = ops.cast(ops.max(p, axis=1) > sure_above, "float32")
    return sure, ops.one_hot(ops.argmax(p, axis=1), p.shape[1])


def count_all(p, s):
    sure, drawn = marked(p, s)
    return ops.mean(drawn, axis=0), ops.mean(sure)


def no_total(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0), ops.mean(sure)


def of_all(p, s):
    sure, drawn = marked(p, s)
    return ops.mean(drawn * sure[:, None], axis=0), ops.mean(sure)


def unguarded(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0) / ops.sum(sure), ops.mean(sure)


def number_of_sure(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0) / ops.sum(sure), ops.sum(sure)


def count_in_numpy(p, s):
    p = np.asarray(p)
    chosen = p[p.max(axis=1) > s].argmax(axis=1)
    counts = np.bincount(chosen, minlength=p.shape[1])
    return counts / max(1, len(chosen)), len(chosen) / len(p)


WRONG = {
    "ex05_discriminator_gate": [
        (lambda g, d, a, b: ops.logical_or(g < a, d > b), "and, not or"),
        (lambda g, d, a, b: ops.logical_and(g > a, d < b), "both the wrong way round"),
        (lambda g, d, a, b: ops.logical_and(g < b, d > a), "the thresholds are swapped"),
        (lambda g, d, a, b: ops.logical_and(g <= a, d >= b), "strictly"),
        (lambda g, d, a, b: g < a and d > b, "one number"),
        (lambda g, d, a, b: g < a, "the discriminator's loss counts, too"),
        (lambda g, d, a, b: ops.logical_and(g < 0.8, d > 0.45), "not those of the post"),
        (lambda g, d, a, b: None, "`return` missing"),
    ],
    "ex05_n_handicap_loop": [
        (in_python, "`fit` builds a graph"),
        (all_of_them, "stop right after it"),
        (lambda s, c, b: looped(s, c, b, order=-1), "the order is loss, steps"),
        (lambda s, c, b: looped(s, c, b, start=-1.0), "start from a loss that is not below"),
        (lambda s, c, b: looped(s, c, b, allow=lambda n, k: n <= k), "all 4 steps"),
        (lambda s, c, b: looped(s, c, b, first=1), "all 4 steps"),
        (lambda s, c, b: None, "`return` missing"),
    ],
    "ex05_count_digits": [
        (count_all, "only samples whose largest probability"),
        (no_total, "divide the counts by their sum"),
        (of_all, "of sure samples, not of all"),
        (unguarded, "0 / 0 never happens"),
        (number_of_sure, "a share: divide by the number of samples"),
        (lambda p, s: (ops.mean(p, axis=0), 1.0), "count samples, not probabilities"),
    ],
}

RIGHT = [
    (
        "ex05_discriminator_gate",
        lambda g, d, a, b: tf.where(tf.less(g, a), tf.greater(d, b), False),
    ),
    ("ex05_n_handicap_loop", nested),
    ("ex05_count_digits", count_in_numpy),
]
