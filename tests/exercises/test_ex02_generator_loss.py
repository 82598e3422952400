"""Checks exercise ex02_generator_loss: numbers, the non-saturating loss, large logits."""

import math

import numpy as np
from checking import Mistake, random


def minus_log_d(logits):
    """-log sigmoid of every logit, in plain Python."""
    return np.array([math.log1p(math.exp(-float(a))) for a in np.ravel(logits)])


def mistakes(logits):
    passing, caught = minus_log_d(logits), minus_log_d(-logits)
    saturating = "log(1 - D) is the saturating loss: minimise -log D = softplus(-logit)"
    no_logits = "these are logits, not probabilities: from_logits=True, or softplus"
    with np.errstate(invalid="ignore"):
        raw = np.log(np.ravel(logits))
    clipped = np.clip(np.ravel(logits), 1e-7, 1 - 1e-7)
    return [
        Mistake(-caught.mean(), saturating),
        Mistake(caught.mean(), "that teaches the generator to be caught: the label is 1, real"),
        Mistake(-passing.mean(), "the sign: -log D, never negative"),
        Mistake(passing.sum(), "average over the fakes, do not sum"),
        Mistake(passing.mean() / 2, "no ½ here: there is only one half"),
        Mistake(-logits.mean(), "that is the logit itself: the loss is -log sigmoid(logit)"),
        Mistake(-np.log(clipped).mean(), no_logits),
        Mistake(-raw.mean(), no_logits),
    ]


def test_generator_loss(attempt):
    logits = random(5, 1, seed=1) - 0.4
    one = "one number for the whole batch: ops.mean without an axis"
    answer = attempt(fake_logits=logits)
    answer.equals(minus_log_d(logits).mean(), mistakes(logits), shape_hint=one)

    far = np.array([[-200.0]], "float32")
    hint = "log(sigmoid(a)) breaks down here: -log sigmoid(a) = softplus(-a)"
    caught = attempt(fake_logits=far)
    caught.equals(200.0, [Mistake(np.nan, hint), Mistake(np.inf, hint)], hint)
    attempt.must_pass_gradients("fake_logits", fake_logits=logits)
