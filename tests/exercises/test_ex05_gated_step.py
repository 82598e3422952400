"""Checks exercise ex05_gated_step: what an open and a shut gate do to weights and optimizer."""

import keras
import numpy as np
import tensorflow as tf
from checking import brief, random

HINTS = (
    "what does Adam do with a gradient of 0, when the gradients before it were not 0? Try it: two "
    "steps with a gradient of 1, then one with 0, and print the weight each time",
    "Adam goes by a moving average of the gradients (momentum), and it counts its steps; to leave "
    "all that alone, `apply` must not be called at all",
    "the choice whether to call it has to be part of the graph: keras.ops.cond takes two functions "
    "without arguments and calls one of them",
)
SHAPES, RATE = ((3, 2), (4,)), 0.1
WHOLE = "the gate is not looked at: the same step is made, open or shut"
MOMENTUM = "what does Adam do with a gradient of 0, when those before it were not 0?"
COUNTED = "nothing moved, but Adam has counted a step: `apply` must not be called at all"
FED = "the weights are as before, but Adam's moving averages were fed: leave `apply` out altogether"
INVERTED = "it is the other way round: a step where the gate is open"
NOTHING = "nothing moves, open or shut: does a function that is handed over get called?"
ALIKE = "what the two functions return has to be alike: optimizer.apply returns nothing"
IN_GRAPH = (
    "in a graph is_open has no value that `if` could look at, and Python runs both ways only "
)
IN_GRAPH += "once: the choice has to be made by an operation of keras.ops"


class Case:
    """Two weights and their Adam, after `steps` ordinary steps, and the gradients of the next."""

    def __init__(self, steps: int):
        self.variables = [keras.Variable(random(*s, seed=i)) for i, s in enumerate(SHAPES)]
        self.optimizer = keras.optimizers.Adam(RATE, beta_1=0.65)
        self.optimizer.build(self.variables)
        self.gradients = [tf.constant(random(*s, seed=9 + i)) for i, s in enumerate(SHAPES)]
        for _ in range(steps):
            self.optimizer.apply(self.gradients, self.variables)

    def weights(self) -> np.ndarray:
        return np.concatenate([np.ravel(v) for v in self.variables])

    def remembered(self) -> np.ndarray:
        """The moving averages; the step count and the learning rate are scalars."""
        kept = [v for v in self.optimizer.variables if len(v.shape)]
        return np.concatenate([np.ravel(v) for v in kept])

    @property
    def count(self) -> int:
        return int(self.optimizer.iterations)

    def arguments(self) -> dict:
        names = ("optimizer", "gradients", "variables")
        return {name: getattr(self, name) for name in names}


def twins(steps: int) -> tuple[Case, Case]:
    """A case to be tried, and the same after one ordinary step."""
    done = Case(steps)
    done.optimizer.apply(done.gradients, done.variables)
    return Case(steps), done


def must_have_stepped(fail, case: Case, before: Case, done: Case) -> None:
    """After an open gate everything is as after one step of the optimizer."""
    if np.array_equal(case.weights(), before.weights()):
        fail("no step", "weights that did not move", "one step", NOTHING)
    same = np.allclose(case.weights(), done.weights(), atol=1e-6)
    same = same and np.allclose(case.remembered(), done.remembered(), atol=1e-6)
    if not same or case.count != done.count:
        hint = "an open gate is one ordinary step: optimizer.apply, once, with the gradients given"
        fail("not one step", f"another one, {case.count - before.count} counted", "one step", hint)


def must_have_stayed(fail, case: Case, before: Case, done: Case) -> None:
    """After a shut gate everything is as before."""
    moved = np.abs(case.weights() - before.weights()).max()
    if moved > 1e-7:
        whole = np.allclose(case.weights(), done.weights(), atol=1e-6)
        came = f"weights that moved by up to {moved:.3f}"
        fail("the gate leaks", came, "weights that stay", WHOLE if whole else MOMENTUM)
    if not np.allclose(case.remembered(), before.remembered(), atol=1e-7):
        fail("the gate leaks", "other moving averages in Adam", "those from before", FED)
    if case.count != before.count:
        came, expected = f"{case.count} steps counted", str(before.count)
        fail("the gate leaks", came, expected, COUNTED)


def test_gated_step(attempt):
    (opened, done), (shut, _), before = twins(steps=2), twins(steps=2), Case(2)
    answer = attempt(is_open=tf.constant(True), **opened.arguments())
    other = attempt(is_open=tf.constant(False), **shut.arguments())
    moved = [not np.array_equal(case.weights(), before.weights()) for case in (opened, shut)]
    if moved == [False, True]:
        came, expected = "a step at is_open=False, none at True", "a step at True, none at False"
        answer.fail("open and shut", came, expected, INVERTED)
    must_have_stepped(answer.fail, opened, before, done)
    must_have_stayed(other.fail, shut, before, done)
    check_in_a_graph(attempt)


def check_in_a_graph(attempt):
    """First a shut gate, then an open one, by the same graph."""
    case, done = twins(steps=2)

    @tf.function(autograph=False)
    def batch(is_open):
        attempt.function(is_open, *case.arguments().values())

    came = hint = ""
    try:
        batch(tf.constant(False))
    except Exception as error:
        came, hint = brief(error), ALIKE if "branch outputs" in str(error) else IN_GRAPH
    call = "gated_step(is_open, optimizer, gradients, variables) inside tf.function"
    if came:
        attempt.fail("does not work in a graph", call, came, "no error", hint)

    def fail(what, came, expected, hint):
        del hint
        attempt.fail(f"{what}, in a graph", call, came, expected, IN_GRAPH)

    must_have_stayed(fail, case, Case(2), done)
    batch(tf.constant(True))
    must_have_stepped(fail, case, Case(2), done)
