"""Checks exercise ex06_tighter_bound number by number, where it is exact, and far from 0."""

import math

import numpy as np
from checking import Mistake, random

K, BATCH, LATENT = 5, 3, 2
HINTS = (
    "One code of one picture has one ratio p(x|z) p(z) / q(z|x). What is its log, from the "
    "arguments?",
    "log p(z) and log q(z|x) are log densities of normal distributions: -½ ((z - μ)²/σ² + log σ² "
    "+ log 2π), summed over the latents. z are the codes; for p(z) μ = 0 and σ = 1.",
    "Average the K ratios, then take the log. exp(-1000) is 0, so do not compute the ratios: "
    "take out the largest first, log Σ exp(a) = m + log Σ exp(a - m).",
    "ops.logsumexp(log_ratios, axis=0), less log K.",
)
LOG_2PI = math.log(2 * math.pi)


def log_ratios(likelihoods, codes, z_mean, z_log_var, prior=1.0, posterior=1.0, const=LOG_2PI):
    """log p(x|z) + log p(z) - log q(z|x), one after the other: (K, batch)."""
    ratios = np.zeros(likelihoods.shape)
    for k, b in np.ndindex(ratios.shape):
        log_p, log_q = 0.0, 0.0
        for z, m, v in zip(codes[k, b], z_mean[b], z_log_var[b], strict=True):
            log_p -= 0.5 * (z * z + const)
            log_q -= 0.5 * ((z - m) ** 2 / math.exp(v) + v + const)
        ratios[k, b] = likelihoods[k, b] + prior * log_p - posterior * log_q
    return ratios


def log_mean(ratios):
    """The log of the average over K, in float64."""
    top = ratios.max(axis=0)
    return top + np.log(np.exp(ratios - top).mean(axis=0))


def mistakes(arguments):
    likelihoods, codes, z_mean, z_log_var = arguments.values()
    count = len(likelihoods)
    ratios = log_ratios(*arguments.values())
    right = log_mean(ratios)
    kl = 0.5 * (z_mean**2 + np.exp(z_log_var) - 1 - z_log_var).sum(axis=-1)

    def both(hint, **changes):
        """With log 2π in the densities and without: where one of them is left out it matters."""
        found = [log_ratios(*arguments.values(), const=c, **changes) for c in (LOG_2PI, 0.0)]
        return [Mistake(log_mean(ratios), hint) for ratios in found]

    twice = log_mean(log_ratios(likelihoods, codes, z_mean, 2 * z_log_var))
    distance = ((codes - z_mean) ** 2 / np.exp(z_log_var)).sum(axis=-1)
    no_width = log_mean(likelihoods - 0.5 * (codes**2).sum(axis=-1) + 0.5 * distance)
    squares = codes**2 - (codes - z_mean) ** 2 / np.exp(z_log_var) - z_log_var
    no_half = log_mean(2 * ratios - likelihoods)
    latent_mean = log_mean(likelihoods - 0.5 * squares.mean(axis=-1))
    d, v = (codes - z_mean) ** 2, z_log_var
    prior, spread = -0.5 * codes**2, 0.5 * (d / np.exp(v) + v)
    divided = "(z - μ)² is divided by σ², which is exp(z_log_var)"
    terms = {
        "the ½ stands before all of it: log σ², too, is halved": prior + 0.5 * d / np.exp(v) + v,
        divided: prior + 0.5 * (d / np.exp(v / 2) + v),
        f"{divided} ": prior + 0.5 * (d / np.exp(2 * v) + v),
        f"{divided}  ": prior + 0.5 * (d * np.exp(v) + v),
        f"{divided}   ": prior + 0.5 * (d + v),
        "the sign of log σ²: a wide q has a low density": prior + 0.5 * (d / np.exp(v) - v),
        "q(z|x) has its middle at z_mean: (z - μ)²": prior + 0.5 * (codes**2 / np.exp(v) + v),
        "p(z) is asked of the codes, not of their mean": -0.5 * z_mean**2 + spread,
        "the sign in p(z): a code far from 0 is unlikely": -prior + spread,
    }
    top, logs = ratios.max(axis=0), right + math.log(count)
    inside = "1/K stands inside the log: less log K"
    order = "first the average of the ratios, then the log: with the log first it is the ELBO"
    each = "each code has a log ratio of its own; the KL is what they come to on average"
    wide = "z_log_var is log σ² already: σ² is ops.exp(z_log_var)"
    batch = "a bound for each picture: the average is over K, axis 0, alone"
    return [
        Mistake(right + math.log(count), "that is the log of the sum: where is 1/K?"),
        Mistake(right - 2 * math.log(count), "1/K is in there twice"),
        *[Mistake(log_mean(likelihoods + t.sum(axis=-1)), hint) for hint, t in terms.items()],
        Mistake(logs / count, inside),
        Mistake(top + (logs - top) / count, inside),
        *[Mistake(x - top, "the largest has to come back: m + log …") for x in (right, logs)],
        *[Mistake(logs - math.log(n), "K is len(log_likelihoods)") for n in (BATCH, LATENT)],
        Mistake(right + 2 * math.log(count), "less log K, not plus"),
        Mistake(ratios.mean(axis=0), order),
        Mistake(ratios.sum(axis=0), order),
        Mistake(likelihoods.mean(axis=0) - kl, order),
        Mistake(log_mean(likelihoods) - kl, each),
        Mistake(log_mean(likelihoods), "only p(x|z) is in there: · p(z) / q(z|x)"),
        *both("q(z|x) is missing: codes come from it, so divide by it", posterior=0),
        *both("p(z) is missing, the prior N(0, I)", prior=0),
        *both("p(z) and q(z|x) are exchanged: p is above", prior=-1, posterior=-1),
        *both("q(z|x) is below: subtract its log", posterior=-1),
        Mistake(no_half, "the ½ of the normal density is missing"),
        Mistake(no_width, "a wide q has a low density: its log has -½ log σ² for each latent"),
        Mistake(latent_mean, "densities of latents are multiplied: sum their logs, no mean"),
        Mistake(right - LATENT * LOG_2PI / 2, "log 2π is in one of the densities only"),
        Mistake(right + LATENT * LOG_2PI / 2, "log 2π is in one of the densities only"),
        Mistake(twice, wide),
        Mistake(ratios.max(axis=0), "the best code alone is no bound: average all K"),
        Mistake(-right, "that is -log: more is better here"),
        Mistake(np.exp(right), "the log of the average is missing"),
        Mistake(right / math.log(2), "nats, not bits: the natural logarithm"),
        Mistake(ratios, batch),
        Mistake(right.mean(), batch),
        Mistake(right.sum(), batch),
        Mistake(log_mean(ratios.T), batch),
    ]


def gaussian_case():
    """x = z + noise of variance ½ in each of two latents: posterior and p(x) are known."""
    x = random(BATCH, LATENT, seed=7).astype("float64")
    variance = 1 / (1 + 1 / 0.5)
    mean = variance * x / 0.5
    codes = random(K, BATCH, LATENT, seed=8).astype("float64")
    likelihoods = -0.5 * ((x - codes) ** 2 / 0.5 + math.log(0.5) + LOG_2PI).sum(axis=-1)
    evidence = -0.5 * (x**2 / 1.5 + math.log(1.5) + LOG_2PI).sum(axis=-1)
    arrays = (likelihoods, codes, mean, np.full(mean.shape, math.log(variance)))
    names = ("log_likelihoods", "codes", "z_mean", "z_log_var")
    return {n: a.astype("float32") for n, a in zip(names, arrays, strict=True)}, evidence


def test_tighter_bound(attempt):
    arguments = {
        "log_likelihoods": random(K, BATCH, seed=1, low=-8, high=-4),
        "codes": random(K, BATCH, LATENT, seed=2),
        "z_mean": random(BATCH, LATENT, seed=3),
        "z_log_var": random(BATCH, LATENT, seed=4),
    }
    hint = "one number for each picture: (batch,)"
    answer = attempt(**arguments)
    answer.equals(log_mean(log_ratios(*arguments.values())), mistakes(arguments), "", hint)

    one = {n: a[:1] if n in ("log_likelihoods", "codes") else a for n, a in arguments.items()}
    hint = "with K = 1 the bound is log p(x|z) + log p(z) - log q(z|x)"
    attempt(**one).equals(log_ratios(*one.values())[0], mistakes(one), hint)

    known, evidence = gaussian_case()
    hint = "with the true posterior as q(z|x) every ratio is p(x)"
    attempt(**known).equals(evidence, hint=hint)

    shift = np.float32([1000, 100, 400])
    spread = 60 * (arguments["log_likelihoods"] + 6)  # from code to code, too
    far = {**arguments, "log_likelihoods": spread - shift}
    hint = "exp(-1000) is 0: take out each picture's largest log ratio before exp (ops.logsumexp "
    hint += "with an axis does)"
    right = log_mean(log_ratios(*far.values()))
    answer = attempt(**far)
    got = np.nan_to_num(answer.has_shape((BATCH,), [Mistake(np.full(BATCH, np.nan), hint)]))
    answer.equals(right, [Mistake(got, hint), Mistake(answer.array, hint)], hint)
