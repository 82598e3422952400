"""Checks exercise ex05_discriminator_gate on losses on every side of both thresholds."""

import numpy as np
import tensorflow as tf
from checking import Mistake, brief, random

HINTS = (
    "two comparisons: which loss must be below which number, and which above?",
    "g_loss < g_below and d_loss > d_above are boolean tensors already; what is left is to join "
    "them, number by number",
    "keras.ops has the logical functions of NumPy, logical_… for `and`, `or` and `not`",
)
G_BELOW, D_ABOVE = 0.8, 0.45


def mistakes(g, d, below, above):
    both = "both conditions must hold: and, not or"
    return [
        Mistake((g < below) | (d > above), both),
        Mistake((g > below) & (d < above), "both the wrong way round: g_loss below, d_loss above"),
        Mistake((g > below) & (d > above), "open while g_loss is *below* g_below"),
        Mistake((g < below) & (d < above), "open while d_loss is *above* d_above"),
        Mistake((g < above) & (d > below), "the thresholds are swapped: g_below is the larger one"),
        Mistake((d < below) & (g > above), "the losses are swapped: g_loss comes first"),
        Mistake(~((g < below) & (d > above)), "that is when the gate is shut"),
        Mistake((g < below) & (g > above), "d_above is for the discriminator's loss, d_loss"),
        Mistake((d < below) & (d > above), "g_below is for the generator's loss, g_loss"),
        Mistake((g < below) == (d > above), "where both conditions fail the gate is shut, too"),
        Mistake(g < below, "the discriminator's loss counts, too"),
        Mistake(d > above, "the generator's loss counts, too"),
        Mistake((g <= below) & (d >= above), "strictly: < and >; on the threshold it is shut"),
        Mistake((g < below) & (d >= above), "d_loss strictly above: on the threshold it is shut"),
        Mistake((g <= below) & (d > above), "g_loss strictly below: on the threshold it is shut"),
    ]


def must_be_boolean(answer):
    """`ops.cond` refuses 1.0 and 0.0."""
    name = getattr(getattr(answer.value, "dtype", None), "name", type(answer.value).__name__)
    hint = "a comparison is boolean already, and the choice in the graph refuses numbers: no cast"
    answer.must(name.startswith("bool"), "wrong dtype", name, "boolean", hint)


def must_work_in_a_graph(attempt):
    @tf.function(autograph=False)
    def batch(g_loss, d_loss):
        is_open = attempt.function(g_loss, d_loss, G_BELOW, D_ABOVE)
        return tf.cond(is_open, lambda: 1, lambda: 0)

    came, pairs = "", {(0.7, 0.7): 1, (0.9, 0.7): 0, (0.7, 0.4): 0}
    try:
        opened = [int(batch(*map(tf.constant, pair))) for pair in pairs]
        if opened != list(pairs.values()):
            came = f"{opened} for (g_loss, d_loss) = {list(pairs)}"
    except Exception as error:
        came = brief(error)
    if came:
        call = "discriminator_gate(g_loss, d_loss, g_below=0.8, d_above=0.45) inside tf.function"
        hint = "with numbers it is right; in a graph a loss has none yet: no float(…), bool(…), "
        hint += "np.…, `if` or `and`, but operators and keras.ops"
        attempt.fail("does not work in a graph", call, came, f"{list(pairs.values())}", hint)


def test_discriminator_gate(attempt):
    g, d = (random(40, seed=seed, low=0.2, high=1.2) for seed in (1, 2))
    g[:4], d[:4] = [0.5, 0.5, 1.0, 1.0], [0.6, 0.3, 0.6, 0.3]
    g[4:8], d[4:8] = [0.5, 0.8, 0.7999, 0.5], [0.45, 0.6, 0.6, 0.4501]
    below, above = np.float32(G_BELOW), np.float32(D_ABOVE)
    expected = (g < below) & (d > above)
    answer = attempt(g_loss=tf.constant(g), d_loss=tf.constant(d), g_below=G_BELOW, d_above=D_ABOVE)
    each = "one answer for each pair of losses, of their shape"
    near = "just below g_below, and just above d_above, it is open: neither rounding nor a margin"
    answer.equals(expected, mistakes(g, d, below, above), near, each)
    must_be_boolean(answer)

    one = attempt(g_loss=tf.constant(0.7), d_loss=tf.constant(0.7), g_below=0.6, d_above=0.6)
    one.equals(False, hint="use the thresholds that are given, not those of the post")
    must_be_boolean(one)
    must_work_in_a_graph(attempt)
