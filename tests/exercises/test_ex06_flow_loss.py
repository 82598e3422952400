"""Checks exercise ex06_flow_loss pair by pair, for its parts, and for a gradient to pass."""

import keras
import numpy as np
import tensorflow as tf
from checking import Mistake, random
from keras import ops

BATCH, LATENT = 5, 3
HINTS = (
    "Take one pair on paper: noise 0, code 1. Where is the point at t = 0, ½ and 1? How fast is it "
    "each time?",
    "At a constant speed: it has 1 to go in 1 unit of time, so its velocity is 1 at every t. What "
    "is the network told to answer at t = ½?",
    "What is left of the way is not how fast it goes. Compare what `velocity` is subtracted from "
    "at t = 0 and at t = 0.9.",
    "The line with `errors`: the velocity of the straight line is codes - noise.",
)


def answer_of_one(point: np.ndarray, time: float) -> np.ndarray:
    """The velocity of one point, neither linear in it nor the same at all times."""
    return np.sin(2 * point) + 3 * time * time - 0.5 * np.roll(point, 1)


def velocity(pair, *more):
    """As `answer_of_one`, for tensors; says what it wants when it is called in another way."""
    if more or not isinstance(pair, list | tuple) or len(pair) != 2:
        raise TypeError("the network takes one list of two: velocity([points, times])")
    points, times = (ops.convert_to_tensor(x, "float32") for x in pair)
    if tuple(times.shape) not in ((BATCH, 1), (1, 1)) or tuple(points.shape) != (BATCH, LATENT):
        shapes = f"{tuple(points.shape)} and {tuple(times.shape)}"
        raise ValueError(f"points (batch, latent) and times (batch, 1) are wanted, not {shapes}")
    return ops.sin(2 * points) + 3 * times**2 - 0.5 * ops.roll(points, 1, axis=1)


def errors(codes, noise, times, point=None, goal=None, asked=None):
    """Squared errors, one pair after the other, (batch, latent); functions of (code, noise, t)."""
    point = point or (lambda c, n, t: (1 - t) * n + t * c)
    goal = goal or (lambda c, n, t: c - n)
    asked = asked or (lambda t: t)
    rows = []
    for c, n, (t,) in zip(codes, noise, times.tolist(), strict=True):
        rows.append((answer_of_one(point(c, n, t), asked(t)) - goal(c, n, t)) ** 2)
    return np.array(rows)


def mistakes(arguments):
    def other(**changes):
        return errors(*arguments.values(), **changes).sum(axis=1).mean()

    right = errors(*arguments.values())
    first = float(arguments["times"][0, 0])  # neither 0 nor 1
    left = "that is what is left of the way: is the point any slower when less is left?"
    both = "the sum over latents, the mean over the batch: one number"
    line = "at time t the point is on the line, (1 - t)·noise + t·code"
    return [
        Mistake(other(goal=lambda c, n, t: c - ((1 - t) * n + t * c)), left),
        Mistake(
            other(goal=lambda c, n, t: (1 - t) * n + t * c - n),
            "point - noise is the way behind it: how fast does it move?",
        ),
        Mistake(other(goal=lambda c, n, t: n - c), "it goes from noise to code: the sign"),
        Mistake(other(goal=lambda c, n, t: ((1 - t) * n + t * c) - c), f"{left} And the sign"),
        Mistake(other(goal=lambda c, n, t: n - ((1 - t) * n + t * c)), "which way does it go?"),
        Mistake(other(goal=lambda c, n, t: n), "how fast, not where from: code - noise"),
        Mistake(other(goal=lambda c, n, t: (1 - t) * n + t * c), "how fast, not where it is"),
        Mistake(other(goal=lambda c, n, t: c + n), "from noise to code: the difference"),
        Mistake(other(point=lambda c, n, t: n + t * c), "(1 - t) is missing at the noise"),
        Mistake(other(point=lambda c, n, t: (1 - t) * n + c), "t is missing at the code"),
        Mistake(
            errors(*arguments.values(), goal=lambda c, n, t: c - ((1 - t) * n + t * c)).mean(),
            f"{left} And the sum over latents",
        ),
        Mistake(other(goal=lambda c, n, t: c), "how fast, not where to: code - noise"),
        Mistake(
            other(goal=lambda c, n, t: t * (c - n)),
            "speed does not grow with t: the whole way takes one unit of time",
        ),
        Mistake(
            other(point=lambda c, n, t: t * n + (1 - t) * c),
            "at t = 0 the point is the noise, at t = 1 the code",
        ),
        Mistake(other(point=lambda c, n, t: c), line),
        Mistake(other(point=lambda c, n, t: n), line),
        Mistake(
            other(point=lambda c, n, t: np.sqrt(1 - t) * n + np.sqrt(t) * c),
            "the line is straight: 1 - t and t, no roots",
        ),
        Mistake(other(asked=lambda t: 1 - t), "the network is told t, not 1 - t"),
        Mistake(other(asked=lambda t: 0.0), "the network is told the time of each point"),
        Mistake(other(asked=lambda t: first), "each pair has a time of its own"),
        Mistake(right.mean(), both),
        Mistake(right.mean(axis=1).sum(), both),
        Mistake(right.sum(), both),
        Mistake(right.sum(axis=1), both),
        Mistake(right.mean(axis=0).sum() / 2, "no ½ was asked for"),
        Mistake(np.sqrt(right.sum(axis=1)).mean(), "the squared error, without a root"),
        Mistake(np.sqrt(right).sum(axis=1).mean(), "the squared error, not the absolute one"),
    ]


def test_flow_loss(attempt):
    arguments = {
        "codes": 2 * random(BATCH, LATENT, seed=1),
        "noise": random(BATCH, LATENT, seed=6),
        "times": random(BATCH, 1, seed=3, low=0.1, high=0.9),
    }
    arguments["times"][3:] = [[0.0], [1.0]]  # a quotient by t or by 1 - t is not a number there
    one = "the sum over latents, the mean over the batch: one number"
    right = errors(*arguments.values()).sum(axis=1).mean()
    answer = attempt(velocity=velocity, **arguments)
    answer.equals(right, mistakes(arguments), shape_hint=one)

    hint = "a network that answers code - noise is right at every time: the loss is 0"
    goal = arguments["codes"] - arguments["noise"]
    known = attempt(velocity=lambda pair: ops.convert_to_tensor(goal), **arguments)
    known.equals(0.0, hint=hint)
    must_reach_the_weights(attempt, arguments)


def must_reach_the_weights(attempt, arguments) -> None:
    keras.utils.set_random_seed(5)
    inputs = [keras.Input((LATENT,)), keras.Input((1,))]
    both = keras.layers.Concatenate()(inputs)
    network = keras.Model(inputs, keras.layers.Dense(LATENT)(both))
    tensors = {name: tf.constant(value) for name, value in arguments.items()}
    with tf.GradientTape() as tape:
        answer = attempt(velocity=network, **tensors)
        loss = tf.reduce_sum(tf.convert_to_tensor(answer.value))
    gradients = tape.gradient(loss, network.trainable_variables)
    hint = "compute with keras.ops from end to end: np.… and float(…) cut the gradient"
    came, expected = "a loss without gradient to the network", "one that training can follow"
    answer.must(all(g is not None for g in gradients), "no gradient", came, expected, hint)
