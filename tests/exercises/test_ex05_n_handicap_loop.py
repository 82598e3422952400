"""Checks exercise ex05_n_handicap_loop by counting steps, one by one and inside a graph."""

import tensorflow as tf
from checking import brief

LOSSES = [1.1, 0.9, 0.75, 0.65, 0.55, 0.5, 0.45]


class Generator:
    """A step whose losses are known, and which counts how often it was made."""

    def __init__(self):
        self.made = tf.Variable(0)

    def step(self):
        loss = tf.gather(tf.constant(LOSSES), self.made)
        self.made.assign_add(1)
        return loss


NO_STEP = "the first step is always made: start from a loss that is not below stop_below"
CASES = [  # count, stop_below, steps that should be made, what goes wrong if they are not
    (4, 0.0, 4, "no loss is below 0: all {count} steps should be made"),
    (5, 0.7, 4, "the fourth loss, 0.65, is the first below 0.7: stop right after it"),
    (3, 2.0, 1, "the first step is always made; after it the loss is below 2: stop"),
    (1, 0.0, 1, "count=1 is one step"),
]


def check(attempt, count, stop_below, steps, hint):
    generator = Generator()
    answer = attempt(step=generator.step, count=count, stop_below=stop_below)
    loss, made = answer.parts("loss", "steps")
    really = int(generator.made)
    wrong, hint = f"{really} steps were made", hint.format(count=count)
    answer.must(really > 0, "no step at all", "0 steps", f"{steps}", NO_STEP)
    answer.must(really == steps, "not the right number of steps", wrong, f"{steps}", hint)
    if steps != 1:
        order = "the order is loss, steps"
        swapped = float(loss.value) == steps
        answer.must(not swapped, "wrong order", "steps, loss", "loss, steps", order)
    last = "the loss that the last step returned"
    loss.equals(LOSSES[steps - 1], hint=last)
    made.equals(steps, hint=f"step was called {really} times: count each call once")


def test_n_handicap_loop(attempt):
    for case in CASES:
        check(attempt, *case)

    generator = Generator()

    @tf.function(autograph=False)
    def batch():
        return tuple(tf.convert_to_tensor(x) for x in attempt.function(generator.step, 5, 0.7))

    came = ""
    try:
        batch()
    except Exception as error:
        came = brief(error)
    call = "n_handicap_loop(step, count=5, stop_below=0.7) inside tf.function"
    hint = "one by one it is right; but `fit` builds a graph, and in a graph `if loss < …` cannot "
    hint += "look at a value: ops.while_loop or ops.cond can"
    if came:
        attempt.fail("does not work in a graph", call, came, "4 steps", hint)
    made = int(generator.made)
    if made != 4:
        attempt.fail("wrong in a graph", call, f"{made} steps", "4 steps", hint)
