"""Answers to the exercises: wrong ones, each with a fragment of the hint that it should earn, and
right ones that are not written as ours are."""

import importlib
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


def uniform(count, low, high, seed):
    return keras.random.uniform((count, 1), low, high, seed=seed)


def logistic(logits, real):
    return ops.mean(bce(ops.full_like(logits, float(real)), logits, from_logits=True))


def gan_step(
    d_variables=lambda g, d: d.trainable_variables,
    g_loss=losses.generator_loss,
    order="dg",
    training=True,
    toggle=False,
    outside=False,
    swap=False,
):
    """The step of ex02_gan_train_step with one thing done differently."""

    def gan_train_step(generator, discriminator, g_optimizer, d_optimizer, images, z):
        def step_d():
            with tf.GradientTape() as tape:
                fakes = generator(z, training=training)
                pair = [discriminator(x, training=training) for x in (images, fakes)]
                loss = losses.discriminator_loss(*(pair[::-1] if swap else pair))
            variables = d_variables(generator, discriminator)
            d_optimizer.apply(tape.gradient(loss, variables), variables)
            return loss

        def step_g():
            discriminator.trainable = not toggle if toggle else discriminator.trainable
            early = generator(z, training=training)
            with tf.GradientTape() as tape:
                fakes = early if outside else generator(z, training=training)
                loss = g_loss(discriminator(fakes, training=training))
            variables = generator.trainable_variables
            g_optimizer.apply(tape.gradient(loss, variables), variables)
            return loss

        made = {name: {"d": step_d, "g": step_g}[name]() for name in order}
        return made["d"], made["g"]

    return gan_train_step


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
    "ex02_noisy_labels": [
        (lambda n, s: (uniform(n, 0, 0.3, s), uniform(n, 0.7, 1.2, s)), "the two are swapped"),
        (lambda n, s: (ops.ones((n, 1)), ops.zeros((n, 1))), "drawn evenly"),
        (lambda n, s: (uniform(n, 0.7, 1.2, 1), uniform(n, 0, 0.3, 1)), "draw twice"),
        (lambda n, s: (uniform(n, 0.7, 1.2, 1), uniform(n, 0, 0.3, 2)), "which moves on"),
        (lambda n, s: (np.random.uniform(0.7, 1.2, (n, 1)), uniform(n, 0, 0.3, s)), "repeated"),
        (lambda n, s: (uniform(n, 0.7, 1.2, s)[:, 0], uniform(n, 0, 0.3, s)), "(count, 1)"),
        (lambda n, s: uniform(n, 0.7, 1.2, s), "return real, fake"),
    ],
    "ex02_discriminator_loss": [
        (lambda r, f: logistic(r, 1) + logistic(f, 0), "½ in front"),
        (lambda r, f: (logistic(r, 0) + logistic(f, 1)) / 2, "swapped"),
        (lambda r, f: ops.mean(bce([[1.0]] * 5 + [[0.0]] * 3, ops.vstack([r, f]), True)), "half"),
        (lambda r, f: ops.mean(bce(r * 0 + 1, r) / 2) + ops.mean(bce(f * 0, f) / 2), "logits"),
        (
            lambda r, f: (
                -ops.mean(ops.log(ops.sigmoid(r))) / 2 - ops.mean(ops.log(1 - ops.sigmoid(f))) / 2
            ),
            "breaks down here",
        ),
        (lambda r, f: (ops.softplus(-r) + ops.mean(ops.softplus(f))) / 2, "one number"),
    ],
    "ex02_generator_loss": [
        (lambda f: -ops.mean(ops.softplus(f)), "saturating"),
        (lambda f: ops.mean(ops.softplus(f)), "to be caught"),
        (lambda f: ops.sum(ops.softplus(-f)), "do not sum"),
        (lambda f: -ops.mean(ops.log(f)), "not probabilities"),
        (lambda f: -ops.mean(ops.log(ops.sigmoid(f))), "breaks down here"),
    ],
    "ex02_gan_train_step": [
        (
            gan_step(d_variables=lambda g, d: g.trainable_variables + d.trainable_variables),
            "discriminator_optimizer that moved",
        ),
        (gan_step(g_loss=lambda f: -losses.generator_loss(f)), "the sign"),
        (gan_step(g_loss=lambda f: -ops.mean(ops.softplus(f))), "non-saturating"),
        (gan_step(order="gd"), "the discriminator learns first"),
        (gan_step(training=False), "training=True"),
        (gan_step(toggle=True), "drop that line"),
        (gan_step(outside=True), "inside `with tf.GradientTape()`"),
        (gan_step(swap=True), "are the two swapped"),
        (lambda *args: gan_step()(*args)[::-1], "order is d_loss, g_loss"),
    ],
    "ex02_instance_noise_at": [
        (lambda t, start, n: start * (1 - ops.cast(t, "float32") / n), "never negative"),
        (lambda t, start, n: start * ops.minimum(t / n, 1.0), "it grows"),
        (lambda t, start, n: start * np.exp(-np.asarray(t) / n), "no exponential"),
        (lambda t, start, n: start * max(1 - t / n, 0.0), "not max or if|a whole tensor"),
        (lambda t, start, n: start * ops.clip(1 - t / n, 0, 1), "a plain number"),
        (lambda t, start, n: ops.maximum(1 - ops.cast(t, "float32") / n, 0.0), "start is not"),
    ],
}


def grid_in_numpy(rows, columns, span):
    lines = [np.linspace(-1, 1, n) if span else (np.arange(n) + 0.5) / n for n in (columns, rows)]
    if span:
        first, second = (span * line for line in lines)
    else:
        first, second = (np.array([NormalDist().inv_cdf(p) for p in line]) for line in lines)
    return np.stack(np.meshgrid(first, second[::-1]), axis=-1)


def step_on_one_batch(generator, discriminator, g_optimizer, d_optimizer, images, z):
    """Real and fake pictures in one batch; apply_gradients in place of apply."""
    with tf.GradientTape() as tape:
        logits = discriminator(
            ops.concatenate([images, generator(z, training=True)]), training=True
        )
        d_loss = (logistic(logits[: len(images)], 1) + logistic(logits[len(images) :], 0)) / 2
    variables = discriminator.trainable_variables
    d_optimizer.apply_gradients(zip(tape.gradient(d_loss, variables), variables, strict=True))
    with tf.GradientTape() as tape:
        g_loss = logistic(discriminator(generator(z, training=True), training=True), 1)
    variables = generator.trainable_variables
    g_optimizer.apply_gradients(zip(tape.gradient(g_loss, variables), variables, strict=True))
    return d_loss, g_loss


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
    (
        "ex02_noisy_labels",
        lambda n, s: (0.7 + 0.5 * uniform(n, 0, 1, s), 0.3 * uniform(n, 0, 1, s)),
    ),
    ("ex02_discriminator_loss", lambda r, f: (logistic(r, 1) + logistic(f, 0)) / 2),
    ("ex02_generator_loss", lambda f: -ops.mean(ops.log_sigmoid(f))),
    ("ex02_gan_train_step", step_on_one_batch),
    ("ex02_instance_noise_at", lambda t, s, n: ops.where(t < n, s * (1 - t / n), 0.0)),
]

for number in (3, 4, 5, 6, 7, 8):
    lesson = importlib.import_module(f"answers_lesson{number}")
    WRONG |= lesson.WRONG
    RIGHT += lesson.RIGHT
