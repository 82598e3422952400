"""Checks exercise ex05_n_handicap_loop by counting steps, one by one and inside a graph."""

import pytest
import tensorflow as tf
from checking import brief

HINTS = (
    "in plain Python: make a step; while fewer than `count` are made and the last loss is not "
    "below stop_below, make another. Try it with numbers first",
    "in a graph a loop is a function call, too: look up keras.ops.while_loop. What has to be known "
    "from one round to the next is its state: how many steps, and the last loss",
    "ops.while_loop(go_on, body, (steps, loss)): both functions take steps and loss; go_on answers "
    "True or False, body answers the new pair",
    "so that the first step is made in any case, begin with 0 steps and an infinite loss; join the "
    "two conditions of go_on by ops.logical_and",
)
LOSSES = [0.9, 1.1, 0.75, 0.65, 0.55, 0.5, 0.45]
LIMIT = 40  # steps after which a loop has no end


class Generator:
    """A step whose losses are known, and which counts how often it was made."""

    def __init__(self):
        self.made = tf.Variable(0)
        self.losses = tf.constant(LOSSES + [LOSSES[-1]] * (LIMIT - len(LOSSES)))

    def step(self):
        loss = tf.gather(self.losses, self.made)  # raises after LIMIT steps
        self.made.assign_add(1)
        return loss


NO_STEP = "the first step is always made: start from a loss that is not below stop_below"
FOREVER = "{count} steps at most: does the condition look at both, steps and loss, and does the "
FOREVER += "body count its step?"
EQUAL = "the third loss is 0.75, which is not *below* 0.75: it goes on while loss >= stop_below"
CASES = [  # count, stop_below, steps that should be made, what goes wrong if they are not
    (4, 0.0, 4, "no loss is below 0: all {count} steps should be made"),
    (2, 0.0, 2, "no loss is below 0: all {count} steps should be made"),
    (5, 0.7, 4, "the fourth loss, 0.65, is the first below 0.7: stop right after it"),
    (3, 2.0, 1, "the first step is always made; after it the loss is below 2: stop"),
    (1, 0.0, 1, "count=1 is one step"),
    (6, 0.75, 4, EQUAL),
]


def check(attempt, count, stop_below, steps, hint):
    generator, call = Generator(), f"n_handicap_loop(step, count={count}, stop_below={stop_below})"
    try:
        answer = attempt(step=generator.step, count=count, stop_below=stop_below)
    except pytest.fail.Exception as failure:
        if int(generator.made) < LIMIT:
            raise
        del failure
        answer = None
    if answer is None:
        came, expected = f"{LIMIT} steps and no end", f"{steps} steps"
        attempt.fail("the loop does not stop", call, came, expected, FOREVER.format(count=count))
    loss, made = answer.parts("loss", "steps")
    really = int(generator.made)
    wrong, hint = f"{really} steps were made", hint.format(count=count)
    answer.must(really > 0, "no step at all", "0 steps", f"{steps}", NO_STEP)
    answer.must(really == steps, "not the right number of steps", wrong, f"{steps}", hint)
    if steps != 1:
        order = "the order is loss, steps"
        swapped = float(loss.value) == steps
        answer.must(not swapped, "wrong order", "steps, loss", "loss, steps", order)
    last = "the loss that the last step returned, not an earlier one, nor the smallest"
    loss.equals(LOSSES[steps - 1], hint=last)
    made.equals(steps, hint=f"step was called {really} times: count each call once")


def check_in_a_graph(attempt):
    generator = Generator()

    @tf.function(autograph=False)
    def batch():
        return tuple(tf.convert_to_tensor(x) for x in attempt.function(generator.step, 5, 0.7))

    came, result = "", None
    try:
        result = batch()
    except Exception as error:
        came = brief(error)
    call = "n_handicap_loop(step, count=5, stop_below=0.7) inside tf.function"
    hint = "one by one it is right; but `fit` builds a graph, and in a graph `if`, `while` and "
    hint += "`and` cannot look at a value: keras.ops has loops and choices that are part of it"
    if ("Expected" in came and "passed to parameter" in came) or "dtype" in came:
        hint = "one by one it is right; a loop in a graph wants its state to begin with numbers of "
        hint += (
            "the kind that its body returns: a loss with a point, 1000.0, a whole number of steps"
        )
    if came:
        attempt.fail("does not work in a graph", call, came, "4 steps", hint)
    made, (loss, steps) = int(generator.made), (float(x) for x in result)
    if made != 4 or steps != 4 or abs(loss - LOSSES[3]) > 1e-6:
        came, expected = f"{made} steps; {loss:.2f}, {steps:g}", f"4 steps; {LOSSES[3]}, 4"
        attempt.fail("wrong in a graph", call, came, expected, hint)


def test_n_handicap_loop(attempt):
    for case in CASES:
        check(attempt, *case)
    check_in_a_graph(attempt)
