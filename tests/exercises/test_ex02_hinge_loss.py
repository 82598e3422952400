"""Checks exercise ex02_hinge_loss: numbers, where pictures cost nothing, slopes."""

import numpy as np
import tensorflow as tf
from checking import Answer, Mistake

HINTS = (
    "begin with one real picture: draw its cost over the logit. 0 from 1 on, 1 at 0, 2 at -1: "
    "which function of keras.ops has such a bend?",
    "for a fake it is the mirror image, with its bend at -1",
    "relu(1 - real logit) and relu(1 + fake logit), each averaged by itself, their sum halved; "
    "the generator has no bend: minus the mean of its logits",
)
ONE = "one number for the whole batch: ops.mean without an axis"


def average(numbers):
    return float(np.mean(numbers))


def d_mistakes(real, fake):
    on_real, on_fake = np.maximum(1 - real, 0), np.maximum(1 + fake, 0)
    both = average(on_real) + average(on_fake)
    swapped = average(np.maximum(1 + real, 0)) + average(np.maximum(1 - fake, 0))
    no_margin = average(np.maximum(-real, 0)) + average(np.maximum(fake, 0))
    no_rest = average(1 - real) + average(1 + fake)
    log_loss = average(np.log1p(np.exp(-real))) + average(np.log1p(np.exp(fake)))
    halves = "average over each kind by itself: there are not as many of both"
    return [
        Mistake(both, "the sum of both averages is halved"),
        Mistake(on_real.sum() + on_fake.sum(), "averages, not sums"),
        Mistake((on_real.sum() + on_fake.sum()) / 2, "averages, not sums"),
        Mistake(average(np.concatenate([on_real, on_fake])), halves),
        Mistake(swapped / 2, "real and fake are swapped: real pictures cost nothing from 1 on"),
        Mistake(no_margin / 2, "the margin is missing: real pictures cost something below 1"),
        Mistake(no_rest / 2, "beyond the margin a picture costs nothing, and never less than that"),
        Mistake(average(on_real**2) / 2 + average(on_fake**2) / 2, "the distance, not its square"),
        Mistake(
            log_loss / 2, "that is the cross-entropy: here the cost has a bend and is 0 beyond"
        ),
        Mistake(
            average(np.abs(1 - real)) / 2 + average(np.abs(1 + fake)) / 2,
            "beyond the margin a picture costs nothing: no absolute value",
        ),
        Mistake(average(on_real) / 2, "the fakes are missing"),
        Mistake(average(on_fake) / 2, "the real pictures are missing"),
    ]


def g_mistakes(fake):
    everywhere = "beyond the margins, too, it falls by 1 for each unit: no relu for the generator"
    return [
        Mistake(average(np.maximum(1 - fake, 0)), everywhere),
        Mistake(average(np.maximum(-fake, 0)), everywhere),
        Mistake(average(1 - fake), "with logits of 0 it is 0"),
        Mistake(average(fake), "the sign: it becomes smaller as the logits rise"),
        Mistake(-fake.sum(), "an average, not a sum"),
        Mistake(-average(fake) / 2, "a unit for a unit: there is no half in g_loss"),
        Mistake(average(np.log1p(np.exp(-fake))), "that is the old loss: this one is a line"),
        Mistake(average(np.maximum(1 + fake, 0)), "that is the discriminator's share of the fakes"),
    ]


def check_numbers(attempt, real, fake):
    answer = attempt(real_logits=real, fake_logits=fake)
    d_loss, g_loss = answer.parts("d_loss", "g_loss")
    d_expected = average(np.maximum(1 - real, 0)) / 2 + average(np.maximum(1 + fake, 0)) / 2
    order = "the order is d_loss, g_loss"
    known = [Mistake(-average(fake), order), *d_mistakes(real, fake)]
    d_loss.equals(d_expected, known, shape_hint=ONE)
    alone = "g_loss looks at the fakes alone"
    known = [
        Mistake(d_expected, order),
        *g_mistakes(fake),
        Mistake(-average(real), alone),
        Mistake(average(real) - average(fake), alone),
        Mistake(-d_expected, "g_loss is not the opposite of d_loss here: a line, of the fakes"),
    ]
    g_loss.equals(-average(fake), known, shape_hint=ONE)


def check_slopes(attempt, real, fake):
    """By a tape: one picture's share is -1, 0 or 1, over their number."""
    logits = [tf.constant(real), tf.constant(fake)]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(logits)
        answer = attempt(real_logits=logits[0], fake_logits=logits[1])
        parts = answer.parts("d_loss", "g_loss")
        parts = [tf.convert_to_tensor(part.value) for part in parts]
    n, m = len(real), len(fake)
    wanted = {
        ("d_loss", "real"): -0.5 * (real < 1) / n,
        ("d_loss", "fake"): 0.5 * (fake > -1) / m,
        ("g_loss", "fake"): np.full_like(fake, -1 / m),
    }
    for (loss, kind), slope in wanted.items():
        got = tape.gradient(parts[loss == "g_loss"], logits[kind == "fake"])
        call = f"{answer.call}, the gradient of {loss} by {kind}_logits"
        hint = "compute with keras.ops from end to end: np.… and float(…) cut the gradient"
        answer.must(got is not None, "no gradient", "none", "one that training can follow", hint)
        Answer(attempt, call, got).equals(slope)


def test_hinge_loss(attempt):
    real = np.array([[2.3], [0.4], [-1.7], [1.2], [-0.6]], "float32")
    fake = np.array([[-2.1], [0.3], [1.6]], "float32")
    check_numbers(attempt, real, fake)
    far = np.array([[7.0], [1.5]], "float32")
    check_numbers(attempt, far, -far[:1])  # both right, by far: nothing to pay
    check_numbers(attempt, -far, far)
    check_slopes(attempt, real, fake)
