"""Checks exercise ex11_moving_average: who moves, how far, and what is only copied."""

import keras
import numpy as np
import tensorflow as tf
from checking import Answer, brief
from keras import layers

HINTS = (
    "two networks go in. Which of them is .assign called on, and which is only read?",
    "print the first weight of both before and after a call: the wrong one has moved",
    "zip(averaged.weights, trained.weights): what stands left of .assign is to be a weight of "
    "`averaged`",
)
DECAY = 0.9
WHOSE = (
    "which of the two networks is .assign called on? What is assigned to a trained weight undoes "
)
WHOSE += "the optimizer's step"


def network(seed):
    """Two dense layers with batch normalisation between, all numbers drawn."""
    place = keras.Input((3,))
    x = layers.BatchNormalization()(layers.Dense(4)(place))
    model = keras.Model(place, layers.Dense(2)(x))
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(0.2, 2, w.shape) for w in model.get_weights()])
    return model


def expected_of(old, new, decay, trainable):
    return [
        decay * a + (1 - decay) * b if t else b for a, b, t in zip(old, new, trainable, strict=True)
    ]


def same(a, b):
    return all(np.allclose(x, y, rtol=1e-4, atol=1e-6) for x, y in zip(a, b, strict=True))


def known_mistakes(old, new, step, trainable):
    """Weights afterwards → what was done."""
    early = (1 + step) / (10 + step)
    decay = min(DECAY, early)
    every = [True] * len(trainable)
    return [
        (old, "the averages are where they were: is something assigned to the network itself?"),
        (new, "that is a copy of the trained network: where is the decay?"),
        (
            expected_of(old, new, 1 - decay, trainable),
            "decay belongs to the average, 1 - decay to the weight",
        ),
        (
            expected_of(old, new, decay, every),
            "what no optimizer trains is copied, not averaged: look at weight.trainable",
        ),
        (
            expected_of(old, new, decay, [not t for t in trainable]),
            "the other way round: trainable weights are averaged, the others copied",
        ),
        (
            expected_of(old, new, DECAY, trainable),
            "in the first steps the decay is smaller: the minimum of decay and (1 + step)/(10 + "
            "step)",
        ),
        (expected_of(old, new, early, trainable), "never above `decay`: the minimum of the two"),
        (
            expected_of(old, new, max(DECAY, early), trainable),
            "the smaller of the two, not the larger",
        ),
        (
            [
                a if not t else e
                for a, t, e in zip(
                    old, trainable, expected_of(old, new, decay, trainable), strict=True
                )
            ],
            "what no optimizer trains is left behind: copy it",
        ),
    ]


def check(attempt, step, compiled=False):
    """One call: the trained network first, then the averages."""
    averaged, trained = network(1), network(2)
    old, new = averaged.get_weights(), trained.get_weights()
    arguments = {"averaged": averaged, "trained": trained, "decay": DECAY, "step": step}
    answer = call_in_a_graph(attempt, arguments) if compiled else attempt(**arguments)
    still = same(trained.get_weights(), new)
    answer.must(still, "the trained network was changed", "other weights", "as it was", WHOSE)
    trainable = [weight.trainable for weight in averaged.weights]
    expected = expected_of(old, new, min(DECAY, (1 + step) / (10 + step)), trainable)
    got = averaged.get_weights()
    if same(got, expected):
        return
    fits = (hint for value, hint in known_mistakes(old, new, step, trainable) if same(got, value))
    hint = next(fits, "take a network of one weight, and work out three calls on paper")
    at = next(
        i
        for i, pair in enumerate(zip(got, expected, strict=True))
        if not same(*[[p] for p in pair])
    )
    came = f"{got[at].ravel()[0]:.4g} for the first number of {averaged.weights[at].path}"
    answer.fail("wrong averages", came, f"{expected[at].ravel()[0]:.4g}", hint)


def call_in_a_graph(attempt, arguments):
    call = f"moving_average(…, step={arguments['step']}) within tf.function"
    try:
        step = tf.constant(arguments["step"])
        value = tf.function(
            lambda step: attempt.function(*list(arguments.values())[:3], step), autograph=False
        )(step)
    except Exception as error:
        text = brief(error)
    else:
        return Answer(attempt, call, value)
    hint = "a step is compiled: no .numpy(), no set_weights, no `if` about a tensor; .assign and "
    hint += "keras.ops work"
    attempt.fail("does not work in a graph", call, text, "no error", hint)


def test_moving_average(attempt):
    for step in (1, 30, 5000):
        check(attempt, step)
    check(attempt, 7, compiled=True)
    check(attempt, 5000, compiled=True)
