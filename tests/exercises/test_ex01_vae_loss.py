"""Checks exercise ex01_vae_loss: both terms, their weight, what is summed and what averaged."""

import numpy as np
from checking import Mistake, random


def terms(x, p, mean, log_var):
    """The summands: of the cross-entropy per pixel, of the KL per latent."""
    cross_entropy = -(x * np.log(p) + (1 - x) * np.log(1 - p))
    return cross_entropy, 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var)


def mistakes(cross_entropy, kl, weight):
    batch = len(kl)
    e, k = cross_entropy.mean(), kl.mean()
    summed_e, summed_k = cross_entropy.sum() / batch, kl.sum() / batch
    means = "this objective is stated in means, here a sum is left: "
    whole = "one number for the batch: average over the pictures too, ops.mean without axis"
    per_picture_e, per_picture_k = cross_entropy.mean((1, 2, 3)), kl.mean(1)
    return [
        Mistake(e + k, "kl_weight is not used: it multiplies the KL"),
        Mistake(weight * e + k, "kl_weight multiplies the KL, not the cross-entropy"),
        Mistake(weight * (e + k), "kl_weight multiplies the KL alone, not both terms"),
        Mistake(e, "the KL is missing"),
        Mistake(weight * k, "the cross-entropy is missing"),
        Mistake(e - weight * k, "the KL is added: both terms are to be small"),
        Mistake(e + 2 * weight * k, "the ½ of the KL is missing"),
        Mistake(e + weight * summed_k, means + "average the KL over the latents as well"),
        Mistake(summed_e + weight * k, means + "average the cross-entropy over the pixels as well"),
        Mistake(batch * summed_e + weight * k, means + "average the cross-entropy as well"),
        Mistake(per_picture_e + weight * per_picture_k, whole),
        Mistake(per_picture_e + weight * kl.sum(1), whole),
        Mistake(cross_entropy.sum((1, 2, 3)) + weight * kl.sum(1), whole),
    ]


def test_vae_loss(attempt):
    batch, pixels, latent = 3, (5, 4, 2), 6
    given = {
        "images": random(batch, *pixels, seed=1, low=0.1, high=0.9),
        "reconstructions": random(batch, *pixels, seed=2, low=0.02, high=0.98),
        "z_mean": random(batch, latent, seed=3),
        "z_log_var": random(batch, latent, seed=4),
    }
    cross_entropy, kl = terms(*given.values())
    for weight, hint in (
        (0.0, "without the KL the loss is the mean cross-entropy: that term is wrong"),
        (0.3, "the cross-entropy is right (kl_weight=0 passed), so it is the term with the KL"),
    ):
        expected = cross_entropy.mean() + weight * kl.mean()
        answer = attempt(**given, kl_weight=weight)
        answer.equals(expected, mistakes(cross_entropy, kl, weight), hint)
    for name in ("reconstructions", "z_log_var"):
        attempt.must_pass_gradients(name, **given, kl_weight=0.3)
