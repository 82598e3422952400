"""Checks exercise ex02_generator_loss: numbers, its slope, large logits."""

import math

import numpy as np
import tensorflow as tf
from checking import Answer, Mistake, random

HINTS = (
    "print the loss and its slope for one logit of -8, -4, 0 and 4: which fakes pull?",
    "the discriminator's share of the fakes is -log(1 - D), and the file takes it with a minus; "
    "which *label* would the generator like its fakes to have?",
    "cross-entropy with the label 'real' is -log D, with D = sigmoid(logit); "
    "-log sigmoid(a) = softplus(-a)",
)
SATURATING = "log(1 - D) falls as D rises, but it is flat where D is near 0: it saturates"


def minus_log_d(logits):
    """-log sigmoid of every logit, in plain Python."""
    return np.array([math.log1p(math.exp(-float(a))) for a in np.ravel(logits)])


def mistakes(logits):
    passing, caught = minus_log_d(logits), minus_log_d(-logits)
    no_logits = "these are logits, not probabilities: which D belongs to a logit?"
    with np.errstate(invalid="ignore"):
        raw = np.log(np.ravel(logits))
    clipped = np.clip(np.ravel(logits), 1e-7, 1 - 1e-7)
    d, label = 1 / (1 + np.exp(-logits)), 0.9
    flat = "the cost is -log D; D itself is flat where D is near 0"
    exchanged = math.log1p(math.e) - np.mean(logits)
    smooth = (label * passing + (1 - label) * caught).mean()
    return [
        Mistake(exchanged, "labels come first, then logits"),
        Mistake(smooth, "the label is 1, real: no smoothing here"),
        *[Mistake(x, flat) for x in ((1 - d).mean(), -d.mean())],
        Mistake(np.maximum(-logits, 0).mean(), "near 0, too, it is -log sigmoid: no bend"),
        Mistake(-caught.mean(), SATURATING),
        Mistake(-caught.sum(), SATURATING),
        Mistake(caught.mean(), "that teaches the generator to be caught: the label is 1, real"),
        Mistake(-passing.mean(), "the sign: going down this loss makes fakes look faker"),
        Mistake(passing.sum(), "an average over the fakes, not a sum"),
        Mistake(passing.mean() / 2, "no ½ here: there is only one half"),
        Mistake(passing.mean() / math.log(2), "log₂ in place of ln?"),
        Mistake(-logits.mean(), "that is the logit itself, without the logarithm of sigmoid"),
        Mistake(-np.log(clipped).mean(), no_logits),
        Mistake(-raw.mean(), no_logits),
    ]


def check_slope(attempt, logits):
    """By a tape, so that a right number with another gradient is not enough."""
    attempt.must_pass_gradients("fake_logits", fake_logits=logits)
    fakes = tf.constant(logits)
    with tf.GradientTape() as tape:
        tape.watch(fakes)
        answer = attempt(fake_logits=fakes)
        loss = tf.convert_to_tensor(answer.value)
    d = 1 / (1 + np.exp(-logits.astype("float64")))
    call = f"the gradient of {answer.call}"
    slope = Answer(attempt, call, tape.gradient(loss, fakes))
    slope.equals((d - 1) / len(logits), [Mistake(-d / len(logits), SATURATING)])


def test_generator_loss(attempt):
    logits = random(5, 1, seed=1) - 0.4
    one = "one number for the whole batch: ops.mean without an axis"
    answer = attempt(fake_logits=logits)
    answer.equals(minus_log_d(logits).mean(), mistakes(logits), shape_hint=one)

    far = np.array([[-200.0]], "float32")
    small = "log(sigmoid(a)) breaks down here, D being 0 in float32"
    limit = "a small number inside the logarithm, or a clipped D, takes away the gradient here"
    known = [Mistake(np.nan, small), Mistake(np.inf, small)]
    cut = "the loss goes on rising: nothing is cut off, or the gradient is 0 from there on"
    known += [Mistake(reach, cut) for reach in (10, 15, 16, 20, 30, 50, 100)]
    known += [Mistake(-math.log(tiny), limit) for tiny in (1e-7, 1e-8, 1e-6, 1e-12, 1e-10)]
    attempt(fake_logits=far).equals(200.0, known, small)
    check_slope(attempt, logits)
    check_slope(attempt, np.array([[-30.0], [2.0]], "float32"))
