"""Checks exercise ex01_kl_divergence against NumPy, at the prior, and for gradients."""

import numpy as np
from checking import Mistake, random


def kl_per_latent(mean, log_var):
    """The summands, one latent at a time."""
    return np.array(
        [
            [0.5 * (m * m + np.exp(v) - 1 - v) for m, v in zip(*pair, strict=True)]
            for pair in zip(mean, log_var, strict=True)
        ]
    )


def mistakes(mean, log_var):
    per_latent, var = kl_per_latent(mean, log_var), np.exp(log_var)
    kl = per_latent.sum(1)
    flipped = "the sign of log σ² is flipped: in ½ (μ² + σ² - 1 - log σ²) it is taken away"
    with np.errstate(invalid="ignore"):
        log_of_log = np.log(log_var)  # NaN where log σ² is negative
    no_exp = "z_log_var is log σ², not σ²: σ² = exp(z_log_var)"
    axis = "sum over the latents, the last axis: every picture keeps a number of its own"
    slip = "where is σ²? With log σ² twice, as one of the lectures prints it, it is missing"
    return [
        Mistake(kl + log_var.sum(1), flipped),
        Mistake(per_latent.mean(1), "sum over the latents, do not average: ops.sum, axis=-1"),
        Mistake(2 * kl, "the factor ½ is missing"),
        Mistake(-kl, "the whole has the wrong sign: a KL divergence is never negative"),
        Mistake(0.5 * (mean**2 + log_var - 1 - log_of_log).sum(1), no_exp),
        Mistake(0.5 * (mean**2 + log_var - 1 - log_var).sum(1), no_exp),
        Mistake(0.5 * (mean**2 + np.sqrt(var) - 1 - log_var).sum(1), "that is σ where σ² belongs"),
        Mistake(0.5 * (mean**2 + var**2 - 1 - log_var).sum(1), "exp(z_log_var) is σ² already"),
        Mistake(0.5 * (np.abs(mean) + var - 1 - log_var).sum(1), "μ is to be squared"),
        Mistake(0.5 * (mean + var - 1 - log_var).sum(1), "μ is to be squared"),
        Mistake(0.5 * (mean**2 + var - log_var).sum(1), "the - 1 is missing"),
        Mistake(-0.5 * (log_var + 1 + log_var + mean**2).sum(1), slip),
        Mistake(per_latent.sum(0), axis),
        Mistake(per_latent.mean(0), axis),
        Mistake(per_latent.sum(), "only the latents are summed over, not the pictures: axis=-1"),
        Mistake(kl.mean(), "no average over the pictures here: sum over axis=-1 and leave it"),
        Mistake(per_latent.mean(), "sum over the latents (axis=-1), and leave the pictures apart"),
        Mistake(per_latent, "that is one number per latent: sum them, axis=-1"),
    ]


def test_kl_divergence(attempt):
    mean, log_var = random(5, 3, seed=1), random(5, 3, seed=2)
    answer = attempt(z_mean=mean, z_log_var=log_var)
    one = "one number per picture is left when the latents are summed: axis=-1"
    expected = kl_per_latent(mean, log_var).sum(1)
    answer.equals(expected, mistakes(mean, log_var), shape_hint=one)

    prior = np.zeros((1, 4), "float32")  # μ = 0, log σ² = 0: the code is N(0, I) itself
    attempt(z_mean=prior, z_log_var=prior).equals([0.0], hint="at N(0, I) itself the KL is 0")
    attempt.must_pass_gradients("z_log_var", z_mean=mean, z_log_var=log_var)
