"""Answers to the exercises of lesson 2, wrong and right; see `answers.py`."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from cppn_keras.training import losses

bce = ops.binary_crossentropy


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
    (
        "ex02_noisy_labels",
        lambda n, s: (0.7 + 0.5 * uniform(n, 0, 1, s), 0.3 * uniform(n, 0, 1, s)),
    ),
    ("ex02_discriminator_loss", lambda r, f: (logistic(r, 1) + logistic(f, 0)) / 2),
    ("ex02_generator_loss", lambda f: -ops.mean(ops.log_sigmoid(f))),
    ("ex02_gan_train_step", step_on_one_batch),
    ("ex02_instance_noise_at", lambda t, s, n: ops.where(t < n, s * (1 - t / n), 0.0)),
]
