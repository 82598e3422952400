"""Checks exercise ex01_reparametrise: numbers, no noise of its own, gradients to both."""

import numpy as np
from checking import Mistake, random


def mistakes(mean, log_var, epsilon):
    half = "σ = exp(z_log_var / 2): "
    return [
        Mistake(mean + np.exp(log_var) * epsilon, half + "exp(z_log_var) is σ², the variance"),
        Mistake(mean + log_var * epsilon, half + "z_log_var is a logarithm still"),
        Mistake(mean + 0.5 * log_var * epsilon, half + "exp is missing"),
        Mistake(mean + np.exp(2 * log_var) * epsilon, half + "halve the logarithm, not double it"),
        Mistake(mean + 0.5 * np.exp(log_var) * epsilon, half + "the ½ belongs inside exp"),
        Mistake(mean + np.exp(-0.5 * log_var) * epsilon, half + "the minus divides by σ instead"),
        Mistake(np.exp(0.5 * log_var) * epsilon, "μ is missing: z = μ + σ·ε"),
        Mistake(mean + epsilon, "σ is missing: z = μ + σ·ε"),
        Mistake(mean + np.exp(0.5 * log_var), "ε is missing: z = μ + σ·ε"),
        Mistake(mean - np.exp(0.5 * log_var) * epsilon, "σ·ε is added, not taken away"),
        Mistake(mean * (1 + np.exp(0.5 * log_var) * epsilon), "μ is added, not multiplied"),
        Mistake(mean * np.exp(0.5 * log_var) * epsilon, "μ is added, not multiplied"),
    ]


def test_reparametrise(attempt):
    mean, log_var, epsilon = (random(5, 3, seed=seed) for seed in (1, 2, 3))
    still = np.zeros_like(epsilon)
    own_noise = "with ε = 0 the code is μ: use the epsilon you are given, draw none yourself"
    answer = attempt(z_mean=mean, z_log_var=log_var, epsilon=epsilon)
    expected = [
        [m + np.sqrt(np.exp(v)) * e for m, v, e in zip(*rows, strict=True)]
        for rows in zip(mean, log_var, epsilon, strict=True)
    ]
    repeated = attempt(z_mean=mean, z_log_var=log_var, epsilon=epsilon)
    answer.has_shape((5, 3), hint="z has the shape of μ, σ and ε: nothing is summed or turned")
    repeated.equals(answer.array, hint="the same ε gave two results: draw no noise yourself")
    answer.equals(expected, mistakes(mean, log_var, epsilon))
    attempt(z_mean=mean, z_log_var=log_var, epsilon=still).equals(mean, hint=own_noise)
    for name in ("z_mean", "z_log_var"):
        attempt.must_pass_gradients(name, z_mean=mean, z_log_var=log_var, epsilon=epsilon)
