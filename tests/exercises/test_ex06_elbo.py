"""Checks exercise ex06_elbo number by number, at the prior, and for a gradient to pass."""

import math

import numpy as np
from checking import Mistake, random

SHAPE, LATENT = (3, 4, 5, 2), 6  # images (batch, height, width, channels)


def terms(images, reconstructions, z_mean, z_log_var):
    """Cross-entropy and KL of each picture, one number after the other: two lists."""
    cross_entropies, divergences = [], []
    for b in range(len(images)):
        pairs = zip(images[b].ravel().tolist(), reconstructions[b].ravel().tolist(), strict=True)
        cross_entropies.append(-sum(x * math.log(p) + (1 - x) * math.log(1 - p) for x, p in pairs))
        codes = zip(z_mean[b].tolist(), z_log_var[b].tolist(), strict=True)
        divergences.append(sum((m * m + math.exp(v) - 1 - v) / 2 for m, v in codes))
    return np.array(cross_entropies), np.array(divergences)


def mistakes(arguments):
    images, reconstructions, z_mean, z_log_var = arguments.values()
    pixels, kl = terms(*arguments.values())
    swapped, _ = terms(reconstructions, images, z_mean, z_log_var)
    sigma_twice = 0.5 * (z_mean**2 + np.exp(2 * z_log_var) - 1 - 2 * z_log_var).sum(axis=1)
    count, size = len(images), images[0].size
    total = (pixels + kl).sum()
    sums = "within a picture sum: over pixels and channels, and over latents"
    one = "one number: average over the batch, last"
    squared = ((images - reconstructions) ** 2).sum(axis=(1, 2, 3))
    sigma = "z_log_var is log σ² already: σ² is ops.exp(z_log_var)"
    return [
        Mistake(total / count, "that is the loss, -ELBO: the bound itself is negative"),
        Mistake((kl - pixels).mean(), "the KL is a cost, too: subtract it as well"),
        Mistake((pixels - kl).mean(), "KL is added to the cross-entropy: -(cross-entropy + KL)"),
        Mistake(-total, "average over the batch, do not sum it"),
        Mistake(-pixels.mean(), "the KL is missing"),
        Mistake(-kl.mean(), "the cross-entropy is missing"),
        Mistake(-(pixels + 2 * kl).mean(), "the ½ in front of the KL is missing"),
        Mistake(-(pixels / size + kl / LATENT).mean(), sums),
        Mistake(-(pixels / size + kl).mean(), sums),
        Mistake(-(pixels + kl / LATENT).mean(), sums),
        Mistake(-(pixels / 2 + kl).mean(), "channels are summed, too: axis=(1, 2, 3)"),
        Mistake(-(swapped + kl).mean(), "the target comes first: the images, then the answer"),
        Mistake(-(squared + kl).mean(), "that is squared error: ops.binary_crossentropy"),
        Mistake(-(pixels + sigma_twice).mean(), sigma),
        Mistake(-(pixels + kl), one),
        Mistake(pixels + kl, one),
        Mistake(-(pixels.mean() + kl.mean()) / math.log(2), "nats, not bits: ops.log as it is"),
    ]


def test_elbo(attempt):
    arguments = {
        "images": random(*SHAPE, seed=1, low=0.05, high=0.95),
        "reconstructions": random(*SHAPE, seed=2, low=0.1, high=0.9),
        "z_mean": random(SHAPE[0], LATENT, seed=3),
        "z_log_var": random(SHAPE[0], LATENT, seed=4),
    }
    pixels, kl = terms(*arguments.values())
    one = "one number: average over the batch, last"
    answer = attempt(**arguments)
    answer.equals(-(pixels + kl).mean(), mistakes(arguments), shape_hint=one)

    at_prior = {name: np.zeros((SHAPE[0], LATENT), "float32") for name in ("z_mean", "z_log_var")}
    hint = "with μ = 0 and log σ² = 0 the KL is 0, and the cross-entropy alone is left"
    attempt(**{**arguments, **at_prior}).equals(-pixels.mean(), hint=hint)
    attempt.must_pass_gradients("reconstructions", **arguments)
    attempt.must_pass_gradients("z_log_var", **arguments)
