"""Checks exercise ex01_kl_divergence against NumPy, at the prior, and for gradients."""

import numpy as np
import tensorflow as tf
from checking import Answer, Mistake, random

HINTS = (
    "write out log N(z; μ, σ²) = -½ log 2π - ½ log σ² - (z - μ)²/(2σ²), the same for N(0, 1), and "
    "take the second from the first: what cancels?",
    "two averages are left, over z ~ N(μ, σ²): E(z - μ)² is the variance, and E z² is μ² plus the "
    "variance",
    "½ (μ² + σ² - 1 - log σ²) for each latent; you are given log σ²; then add up axis -1",
)


def kl_per_latent(mean, log_var):
    """The summands, one latent at a time."""
    return np.array(
        [
            [0.5 * (m * m + np.exp(v) - 1 - v) for m, v in zip(*pair, strict=True)]
            for pair in zip(mean, log_var, strict=True)
        ]
    )


def wrong_terms(mean, log_var):
    """(a summand with something wrong in it, what it is)."""
    var, half = np.exp(log_var), 0.5 * np.log(2 * np.pi)
    right = kl_per_latent(mean, log_var)
    no_exp = "z_log_var is log σ², not σ²: what turns a logarithm back?"
    return [
        (right + log_var, "the sign of log σ² is flipped"),
        (2 * right, "the factor ½ is missing"),
        (-right, "the whole has the wrong sign: a KL divergence is never negative"),
        (0.5 * (mean**2 + log_var - 1 - log_var), no_exp),
        (
            kl_per_latent(mean, 2 * log_var),
            "z_log_var is read as log σ: it is log σ², so exp(z_log_var) is σ² already",
        ),
        (
            0.5 * ((1 + mean**2) / var - 1 + log_var),
            "that is KL(p ‖ q), the other way round: the average is over z drawn from q",
        ),
        (0.5 * (mean**2 + np.sqrt(var) - 1 - log_var), "that is σ where σ² belongs"),
        (0.5 * (mean**2 + var**2 - 1 - log_var), "exp(z_log_var) is σ² already: it is squared"),
        (0.5 * (np.abs(mean) + var - 1 - log_var), "μ is to be squared: E z² = μ² + σ²"),
        (0.5 * (mean + var - 1 - log_var), "μ is to be squared: E z² = μ² + σ²"),
        (0.5 * (var - 1 - log_var), "μ is missing: E z² = μ² + σ²"),
        (0.5 * (mean**2 - 1 - log_var), "σ² is missing: E z² = μ² + σ²"),
        (
            0.5 * (mean**2 + var - log_var),
            "the - 1 is missing: what is the average of (z - μ)²/σ²?",
        ),
        (right / np.log(2), "those are bits: nats take the natural logarithm"),
        (right + half, "log 2π stands in both densities, so it cancels"),
        (right - half, "log 2π stands in both densities, so it cancels"),
        (-0.5 - 0.5 * log_var - half, "that is E[log q(z)] alone: - E[log p(z)] is missing"),
        (0.5 * (mean**2 + var) + half, "that is -E[log p(z)] alone: E[log q(z)] is missing"),
    ]


def mistakes(mean, log_var):
    per_latent = kl_per_latent(mean, log_var)
    kl, latents = per_latent.sum(1), per_latent.shape[1]
    with np.errstate(invalid="ignore"):
        log_of_log = np.log(log_var)  # NaN where log σ² is negative
    no_exp = "z_log_var is log σ², not σ²: what turns a logarithm back?"
    axis = "add up the latents, the last axis: every picture keeps a number of its own"
    outside = "the - 1 is outside the sum: each latent has one of its own"
    slip = -0.5 * (log_var + 1 + log_var + mean**2).sum(1)
    return [
        *(Mistake(terms.sum(1), hint) for terms, hint in wrong_terms(mean, log_var)),
        Mistake(0.5 * (mean**2 + log_var - 1 - log_of_log).sum(1), no_exp),
        Mistake(kl + 0.5 * (latents - 1), outside),
        Mistake(kl + 0.5 * latents - 1, outside + ", and under the ½"),
        Mistake(slip, "where is σ²? With log σ² twice, as a slide prints it, it is missing"),
        Mistake(per_latent.mean(1), "add up the latents, do not average them"),
        Mistake(per_latent.sum(0), axis),
        Mistake(per_latent.mean(0), axis),
        Mistake(per_latent.sum(), "only the latents are added up, not the pictures: axis=-1"),
        Mistake(kl.mean(), "no average over the pictures here: every picture keeps its own number"),
        Mistake(per_latent.mean(), "add up the latents (axis=-1), and leave the pictures apart"),
        Mistake(per_latent, "that is one number per latent: add them up, axis=-1"),
    ]


def test_kl_divergence(attempt):
    mean, log_var = random(5, 3, seed=1), random(5, 3, seed=2)
    one = "one number per picture is left when the latents are added up: axis=-1"
    expected = kl_per_latent(mean, log_var).sum(1)
    answer, again = (attempt(z_mean=mean, z_log_var=log_var) for _ in range(2))
    first = answer.has_shape((5,), mistakes(mean, log_var), one)
    second = again.has_shape((5,))
    hint = "the average can be written without drawing any z: take it on paper, term by term"
    answer.must(np.allclose(first, second), "two calls differ", "numbers", "the same twice", hint)
    answer.equals(expected, mistakes(mean, log_var), shape_hint=one)

    prior = np.zeros((1, 4), "float32")  # μ = 0, log σ² = 0: the code is N(0, I) itself
    attempt(z_mean=prior, z_log_var=prior).equals([0.0], hint="at N(0, I) itself the KL is 0")
    for name in ("z_mean", "z_log_var"):
        attempt.must_pass_gradients(name, z_mean=mean, z_log_var=log_var)

    def of_batch(z_mean, z_log_var):
        return attempt(z_mean=z_mean, z_log_var=z_log_var).value

    specs = [tf.TensorSpec((None, 3))] * 2  # as in `fit`: a batch of any size, no numbers yet
    in_fit = tf.function(of_batch, input_signature=specs, autograph=False)(mean, log_var)
    call = "kl_divergence(z_mean, z_log_var) inside tf.function"
    Answer(attempt, call, in_fit).equals(expected)
