"""Checks exercise ex07_vae_gan_losses: three losses, what each sums and averages, their order."""

import numpy as np
from checking import Mistake, random


def softplus(a):
    return np.logaddexp(0, np.asarray(a, "float64"))


def terms(x, p, mean, log_var):
    """Cross-entropy (batch, h, w, c) and KL (batch, latent) before any sum."""
    x, p, mean, log_var = (np.asarray(a, "float64") for a in (x, p, mean, log_var))
    cross_entropy = -(x * np.log(p) + (1 - x) * np.log(1 - p))
    return cross_entropy, 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var)


def vae_mistakes(cross_entropy, kl):
    batch, height, width, channels = cross_entropy.shape
    places = height * width
    e, k = cross_entropy.sum() / batch, kl.sum() / batch
    both = "the division by height · width is for the whole sum, cross-entropy and KL"
    one = "one number: average over the batch"
    per_picture = cross_entropy.sum((1, 2, 3)) + kl.sum(1)
    return [
        Mistake(e + k, "divide by the number of pixels, height · width"),
        Mistake(e / places + k, both),
        Mistake(e + k / places, both),
        Mistake((e + k) / (places * channels), "divide by height · width, not by the channels too"),
        Mistake(e / places / channels + k, both),
        Mistake(batch * (e + k) / places, "average over the batch, do not sum"),
        Mistake((e + k / kl.shape[1]) / places, "sum the KL over the latents, do not average"),
        Mistake((e + 2 * k) / places, "the ½ of the KL is missing"),
        Mistake((e - k) / places, "the KL is added: both terms are to be small"),
        Mistake(e / places, "the KL is missing"),
        Mistake(k / places, "the cross-entropy is missing"),
        Mistake(per_picture / places, one),
        Mistake(per_picture, one),
    ]


def test_vae_gan_losses(attempt):
    batch, pixels, latent = 3, (5, 4, 2), 6
    given = {
        "images": random(batch, *pixels, seed=1, low=0.1, high=0.9),
        "reconstructions": random(batch, *pixels, seed=2, low=0.02, high=0.98),
        "z_mean": random(batch, latent, seed=3),
        "z_log_var": random(batch, latent, seed=4),
        "real_logits": random(batch, 1, seed=5) + 0.5,
        "fake_logits": random(batch, 1, seed=6) - 0.7,
    }
    real, fake = given["real_logits"], given["fake_logits"]
    cross_entropy, kl = terms(*list(given.values())[:4])
    vae = (cross_entropy.sum() + kl.sum()) / batch / (pixels[0] * pixels[1])
    g = softplus(-fake).mean()
    d = (softplus(-real).mean() + softplus(fake).mean()) / 2
    swapped = (softplus(real).mean() + softplus(-fake).mean()) / 2
    order = "the order is vae_loss, g_loss, d_loss"
    one = "one number: ops.mean without an axis"

    names = ("vae_loss", "g_loss", "d_loss")
    vae_loss, g_loss, d_loss = attempt(**given).parts(*names)
    known = [Mistake(g, order), Mistake(d, order), *vae_mistakes(cross_entropy, kl)]
    vae_loss.equals(vae, known, shape_hint="one number: average over the batch")
    known = [
        Mistake(d, order),
        Mistake(softplus(fake).mean(), "the generator wants its fakes called real: softplus(-f)"),
        Mistake(-softplus(fake).mean(), "take the non-saturating loss: softplus(-fake logits)"),
        Mistake(-g, "the sign: -log D is never negative"),
        Mistake(softplus(-real).mean(), "g_loss looks at the fake logits"),
        Mistake(batch * g, "average over the batch, do not sum"),
        Mistake(g + vae, "g_loss alone: the two are added in the balanced step"),
    ]
    g_loss.equals(g, known, shape_hint=one)
    known = [
        Mistake(2 * d, "the ½ in front of the sum is missing"),
        Mistake(swapped, "real and fake are swapped: the loss is small when real logits are large"),
        Mistake(batch * d, "average over the batch, do not sum"),
        Mistake(-d, "the sign: a cross-entropy is never negative"),
    ]
    d_loss.equals(d, known, shape_hint=one)

    check_extremes(attempt, given, names)


def check_extremes(attempt, given, names):
    """Finite for logits that are far out, and with a gradient to everything."""
    sure = np.full_like(given["real_logits"], -200)
    parts = attempt(**{**given, "real_logits": sure, "fake_logits": sure}).parts(*names)
    hint = "log(sigmoid(a)) breaks down here: -log sigmoid(a) = softplus(-a)"
    breaks = [Mistake(np.nan, hint), Mistake(np.inf, hint)]
    parts[1].equals(200.0, breaks, hint)
    parts[2].equals(100.0, breaks, hint)
    for name in ("reconstructions", "z_log_var", "real_logits", "fake_logits"):
        attempt.must_pass_gradients(name, **given)
