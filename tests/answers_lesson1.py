"""Answers to the exercises of lesson 1, wrong and right; see `answers.py`."""

from statistics import NormalDist

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from cppn_keras.training import losses

bce = ops.binary_crossentropy
PIXELS = (1, 2, 3)


def kl(mean, log_var):
    return ops.square(mean) + ops.exp(log_var) - 1 - log_var


def no_return(*args):
    ops.sum(args[0])


def direction(codes, order, third):
    low, high = ops.take(codes, order[:third], axis=0), ops.take(codes, order[-third:], axis=0)
    return ops.mean(high, axis=0) - ops.mean(low, axis=0)


def quantile(p):
    return 2**0.5 * ops.erfinv(2 * p - 1)


def grid(rows, columns, span, share=lambda n: (np.arange(n) + 0.5) / n, flip=True):
    across, up = (
        quantile(ops.cast(share(n), "float32")) if span is None else ops.linspace(-span, span, n)
        for n in (columns, rows)
    )
    return ops.stack(ops.meshgrid(across, ops.flip(up) if flip else up), axis=-1)


WRONG = {
    "ex01_kl_divergence": [
        (lambda m, v: 0.5 * ops.sum(kl(m, v) + 2 * v, axis=-1), "sign of log σ² is flipped"),
        (lambda m, v: 0.5 * ops.mean(kl(m, v), axis=-1), "do not average"),
        (lambda m, v: ops.sum(kl(m, v), axis=-1), "½ is missing"),
        (lambda m, v: 0.5 * ops.sum(m**2 + v - 1 - ops.log(v), axis=-1), "log σ², not σ²"),
        (lambda m, v: 0.5 * ops.sum(m**2 + ops.exp(v / 2) - 1 - v, axis=-1), "where σ² belongs"),
        (lambda m, v: -0.5 * ops.sum(1 + 2 * v + m**2, axis=-1), "one of the lectures prints"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v), axis=0), "sum over the latents, the last axis"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v)), "not the pictures"),
        (lambda m, v: 0.5 * np.sum(m**2 + np.exp(v) - 1 - v, axis=-1), "cut the gradient"),
        (no_return, "`return` missing"),
    ],
    "ex01_reparametrise": [
        (lambda m, v, e: m + ops.exp(v) * e, "exp(z_log_var) is σ²"),
        (lambda m, v, e: m + v * e, "a logarithm still"),
        (lambda m, v, e: ops.exp(0.5 * v) * e, "μ is missing"),
        (lambda m, v, e: m + ops.exp(0.5 * v) * keras.random.normal(m.shape), "draw no noise"),
        (lambda m, v, e: m + ops.exp(0.5 * ops.stop_gradient(v)) * e, "cut the gradient"),
        (no_return, "`return` missing"),
    ],
    "ex01_reconstruction_loss": [
        (lambda x, p: ops.mean(bce(x, p), axis=PIXELS), "do not average"),
        (lambda x, p: ops.sum(bce(p, x), axis=PIXELS), "arguments are swapped"),
        (lambda x, p: ops.sum(keras.losses.binary_crossentropy(x, p), axis=(1, 2)), "channels"),
        (lambda x, p: ops.sum(bce(x, p)), "the batch is not summed"),
        (
            lambda x, p: -ops.sum(x * ops.log(p) + (1 - x) * ops.log(1 - p), axis=PIXELS),
            "keep p away from 0 and 1",
        ),
    ],
    "ex01_vae_loss": [
        (lambda x, p, m, v, w: ops.mean(bce(x, p)) + ops.mean(kl(m, v)) / 2, "not used"),
        (
            lambda x, p, m, v, w: ops.mean(bce(x, p)) + w * ops.mean(losses.kl_divergence(m, v)),
            "average the KL over the latents",
        ),
        (
            lambda x, p, m, v, w: ops.mean(
                losses.bernoulli_cross_entropy(x, p) + w * losses.kl_divergence(m, v)
            ),
            "average the cross-entropy over the pixels",
        ),
        (
            lambda x, p, m, v, w: (
                ops.mean(bce(x, p), axis=PIXELS) + w * ops.mean(kl(m, v) / 2, axis=-1)
            ),
            "average over the pictures too",
        ),
    ],
    "ex01_manifold_grid": [
        (lambda r, c, s: grid(r, c, s, flip=False), "upside down"),
        (lambda r, c, s: grid(c, r, s), "are rows and columns swapped"),
        (lambda r, c, s: ops.reshape(grid(r, c, s), (-1, 2)), "keep rows and columns apart"),
        (lambda r, c, s: grid(r, c, s, lambda n: np.linspace(0, 1, n)), "infinitely far"),
        (lambda r, c, s: grid(r, c, s, lambda n: np.linspace(0.05, 0.95, n)), "(i + 0.5)/n"),
        (lambda r, c, s: grid(r, c, 1), "span is not used"),
    ],
    "ex01_edit_direction": [
        (lambda c, q: -direction(c, ops.argsort(q), len(q) // 3), "from high to low"),
        (lambda c, q: direction(c, ops.argsort(q), len(q) // 2), "not halves"),
        (lambda c, q: direction(c, np.arange(len(q)), len(q) // 3), "sort them by quality"),
        (lambda c, q: 3 * direction(c, ops.argsort(q), 3), "not the sum"),
        (lambda c, q: ops.mean(direction(c, ops.argsort(q), 3)), "one number per latent"),
    ],
}


def grid_in_numpy(rows, columns, span):
    lines = [np.linspace(-1, 1, n) if span else (np.arange(n) + 0.5) / n for n in (columns, rows)]
    if span:
        first, second = (span * line for line in lines)
    else:
        first, second = (np.array([NormalDist().inv_cdf(p) for p in line]) for line in lines)
    return np.stack(np.meshgrid(first, second[::-1]), axis=-1)


RIGHT = [
    ("ex01_kl_divergence", lambda m, v: -0.5 * tf.reduce_sum(1 + v - m**2 - tf.exp(v), 1)),
    ("ex01_reparametrise", lambda m, v, e: ops.sqrt(ops.exp(v)) * e + m),
    (
        "ex01_reconstruction_loss",
        lambda x, p: x.shape[-1] * ops.sum(keras.losses.binary_crossentropy(x, p), axis=(1, 2)),
    ),
    (
        "ex01_vae_loss",
        lambda x, p, m, v, w: (
            ops.mean(losses.bernoulli_cross_entropy(x, p)) / np.prod(x.shape[1:])
            + w * ops.mean(losses.kl_divergence(m, v)) / m.shape[-1]
        ),
    ),
    ("ex01_manifold_grid", grid_in_numpy),
    (
        "ex01_edit_direction",
        lambda c, q: c[np.argsort(-q)[: len(q) // 3]].mean(0) - c[np.argsort(q)[:3]].mean(0),
    ),
]
