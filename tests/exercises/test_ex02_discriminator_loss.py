"""Checks exercise ex02_discriminator_loss: numbers, halves of unequal size, large logits."""

import math

import numpy as np
from checking import Mistake, random


def minus_log_d(logits):
    """-log sigmoid of every logit, in plain Python."""
    return np.array([math.log1p(math.exp(-float(a))) for a in np.ravel(logits)])


def as_probabilities(logits):
    """What comes of taking logits for probabilities, clipped as Keras clips them."""
    return np.clip(np.ravel(logits), 1e-7, 1 - 1e-7)


def mistakes(real, fake):
    on_real, on_fake = minus_log_d(real), minus_log_d(-fake)
    p, q = as_probabilities(real), as_probabilities(fake)
    concatenated = np.concatenate([on_real, on_fake])
    logits = "these are logits, not probabilities: from_logits=True, or softplus"
    swapped = "real and fake are swapped: the loss is small when real logits are large"
    halves = "average over each half by itself, then halve the sum: their sizes differ"
    with np.errstate(invalid="ignore"):
        raw = -(np.log(np.ravel(real)).mean() + np.log(1 - np.ravel(fake)).mean())
    return [
        Mistake(on_real.mean() + on_fake.mean(), "the ½ in front of the sum is missing"),
        Mistake((on_real.sum() + on_fake.sum()) / 2, "average over each half, do not sum"),
        Mistake(on_real.sum() + on_fake.sum(), "average over each half, do not sum"),
        Mistake(concatenated.mean(), halves),
        Mistake(-(on_real.mean() + on_fake.mean()) / 2, "the sign: -log D, never negative"),
        Mistake((minus_log_d(-real).mean() + minus_log_d(fake).mean()) / 2, swapped),
        Mistake(
            (on_real.mean() + minus_log_d(fake).mean()) / 2,
            "fakes should be called fake: -log(1 - D) = softplus(+logit)",
        ),
        Mistake(on_real.mean() / 2, "the half with the fakes is missing"),
        Mistake(on_real.mean(), "the half with the fakes is missing"),
        Mistake(on_fake.mean() / 2, "the half with the real pictures is missing"),
        Mistake(on_fake.mean(), "the half with the real pictures is missing"),
        Mistake((-np.log(p).mean() - np.log(1 - q).mean()) / 2, logits),
        Mistake(-np.log(p).mean() - np.log(1 - q).mean(), logits),
        Mistake(raw, logits),
        Mistake(raw / 2, logits),
    ]


def test_discriminator_loss(attempt):
    real, fake = random(5, 1, seed=1) + 0.5, random(3, 1, seed=2) - 0.7
    expected = (minus_log_d(real).mean() + minus_log_d(-fake).mean()) / 2
    one = "one number for the whole batch: ops.mean without an axis"
    answer = attempt(real_logits=real, fake_logits=fake)
    answer.equals(expected, mistakes(real, fake), shape_hint=one)

    unsure = np.zeros((2, 1), "float32")
    answer = attempt(real_logits=unsure, fake_logits=unsure)
    answer.equals(math.log(2), hint="log 2 when the discriminator cannot tell")
    far = np.array([[200.0]], "float32")
    hint = "log(sigmoid(a)) breaks down here: -log sigmoid(a) = softplus(-a)"
    wrong_ways = attempt(real_logits=-far, fake_logits=far)
    wrong_ways.equals(200.0, [Mistake(np.nan, hint), Mistake(np.inf, hint)], hint)
    attempt.must_pass_gradients("fake_logits", real_logits=real, fake_logits=fake)
