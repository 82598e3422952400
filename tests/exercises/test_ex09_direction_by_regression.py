"""Checks exercise ex09_direction_by_regression by other equations, and by what the step does."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "np.linalg.lstsq(A, b, rcond=None)[0] are the numbers that make ‖A @ numbers - b‖² least. "
    "Which column does A need besides the codes, so that there is an intercept?",
    "a column of ones: its number is the intercept, the others are the weights. A step s changes "
    "the prediction by s · weights: which s of length 1 changes it most?",
    "the one along the weights: s = a · weights. Find a, so that s · weights = 1",
)
PICTURES, LATENTS = 60, 4


def data(seed: int, noise: float = 0.3):
    """Codes whose latents are correlated, off 0 and of unequal spread; a measure; its numbers."""
    rng = np.random.default_rng(seed)
    mixing = rng.normal(size=(LATENTS, LATENTS)) + np.diag([2.0, 0.5, 1.0, 1.5])
    codes = rng.normal(size=(PICTURES, LATENTS)) @ mixing + rng.normal(size=LATENTS)
    weights, intercept = rng.normal(size=LATENTS), 2.0 + rng.normal()
    measure = codes @ weights + intercept + noise * random(PICTURES, seed=seed + 50)
    return codes.astype("float32"), measure.astype("float32")


def regression(codes, measure):
    """By covariances: C weights = covariance of codes and measure."""
    codes, measure = codes.astype("float64"), measure.astype("float64")
    middle, mean = codes.mean(axis=0), measure.mean()
    covariance = (codes - middle).T @ (codes - middle)
    weights = np.linalg.inv(covariance) @ ((codes - middle).T @ (measure - mean))
    return weights, mean - middle @ weights


def mistakes_of_weights(codes, measure):
    codes, measure = codes.astype("float64"), measure.astype("float64")
    off, lean = codes - codes.mean(axis=0), measure - measure.mean()
    alone = off.T @ lean / np.sum(off**2, axis=0)
    spread = off.std(axis=0)
    right, _ = regression(codes, measure)
    through_0 = np.linalg.lstsq(codes, measure, rcond=None)[0]
    half_off = np.linalg.lstsq(codes, lean, rcond=None)[0]
    each = "that fits each latent by itself, and they are correlated: all at once, by lstsq"
    ones = "without an intercept the prediction of z = 0 is 0: a column of ones beside the codes"
    turned = "that predicts the codes from the measure: the measure from the codes is asked"
    ridge = [np.linalg.solve(off.T @ off + a * np.eye(LATENTS), off.T @ lean) for a in (1, 0.1)]
    return [
        Mistake(through_0, ones),
        Mistake(half_off, f"{ones} (centre both, or neither)"),
        Mistake(alone, each),
        Mistake(off.T @ lean, each),
        Mistake(off.T @ lean / len(codes), each),
        Mistake(off.T @ lean / (len(codes) - 1), each),
        Mistake(off.T @ lean / np.sum(lean**2), turned),
        Mistake(right * spread, "the weights of the codes as they are, not of standardised ones"),
        Mistake(right / spread, "the weights of the codes as they are, not of standardised ones"),
        Mistake(right / np.linalg.norm(right), "leave the weights as they come: not of length 1"),
        Mistake(right / (right @ right), "that is the step: the weights come first"),
        *[Mistake(r, "plain least squares: nothing is added to the squares") for r in ridge],
    ]


def mistakes_of_step(codes, weights):
    length = np.linalg.norm(weights)
    covariance = np.cov(codes.astype("float64"), rowvar=False)
    along = covariance @ weights
    unit = "a unit vector changes the prediction by ‖weights‖, not by 1"
    shortest = "that raises the prediction by 1, but a shorter step does: along the weights"
    first = np.eye(LATENTS)[np.argmax(np.abs(weights))]
    return [
        Mistake(weights, "that raises the prediction by weights · weights: how long may it be?"),
        Mistake(weights / length, unit),
        Mistake(weights * length, unit),
        Mistake(weights / length**3, "divide by the *square* of the length: (a w) · w = 1"),
        Mistake(-weights / length**2, "the sign: the measure is to grow"),
        Mistake(weights / np.abs(weights).sum(), "divide by the sum of the squares"),
        Mistake(weights / weights.sum(), "divide by the sum of the squares"),
        Mistake(1 / weights, "each latent would raise it by 1, all together by their number"),
        Mistake(1 / (LATENTS * weights), shortest),
        Mistake(along / (weights @ along), f"{shortest} (this one comes later in the lesson)"),
        Mistake(first / (first @ weights), shortest),
        Mistake(weights / (weights @ weights) * len(codes), "the number of pictures is no part"),
    ]


def test_direction_by_regression(attempt):
    for seed in (1, 4):
        codes, measure = data(seed)
        given = codes.copy(), measure.copy()
        answer = attempt(codes=codes, measure=measure)
        weights, intercept, step = answer.parts("weights", "intercept", "step")
        same = np.array_equal(codes, given[0]) and np.array_equal(measure, given[1])
        hint = "`codes -= …` changes what was given: make a new array"
        answer.must(same, "the arguments were changed", "other codes", "those given", hint)
        right, start = regression(codes, measure)
        per_latent = "a number for each latent: the intercept stands apart"
        weights.equals(right, mistakes_of_weights(codes, measure), shape_hint=per_latent)
        mean = float(measure.mean())
        known = [
            Mistake(mean, "that is the mean of the measure, right for a mean code of 0 only"),
            Mistake(-start, "the sign: z · weights + intercept"),
            Mistake(mean + codes.mean(axis=0) @ right, "mean - (mean code · weights): the sign"),
            Mistake(0, "the intercept is what is predicted for z = 0"),
        ]
        intercept.equals(start, known, "it is what is predicted for z = 0")
        step.equals(right / (right @ right), mistakes_of_step(codes, right), shape_hint=per_latent)

    codes, _ = data(7)
    exact = codes @ np.float32([0.0, 3.0, 0.0, 0.0]) - 5
    _, start, step = attempt(codes=codes, measure=exact).parts("weights", "intercept", "step")
    start.equals(-5.0, hint="the measure is exactly 3 · (second latent) - 5")
    hint = "the measure is 3 times the second latent: a third of it raises the measure by 1"
    step.equals([0, 1 / 3, 0, 0], hint=hint)
