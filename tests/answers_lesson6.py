"""Answers to the exercises of lesson 6, wrong and right; see `answers.py`."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from cppn_keras.training import losses


def bound(cppn, coordinates, fold, copy=False):
    """A generator whose `fold` makes images of colours (batch, points, channels)."""
    if copy:
        weights, cppn = cppn.get_weights(), keras.models.clone_model(cppn)
        cppn.set_weights(weights)
    z = keras.Input(cppn.inputs[0].shape[1:])
    return keras.Model(z, fold(cppn([z, ops.convert_to_tensor(coordinates)[None]])))


def nats(x, p, m, v, pixels=1.0, latents=1.0):
    """-ELBO of each picture, with weights."""
    cross_entropy = losses.bernoulli_cross_entropy(x, p)
    return pixels * cross_entropy + latents * losses.kl_divergence(m, v)


def drawn(which, means, variances, normals, width=np.sqrt):
    return means[which] + width(variances[which]) * normals


def share(weights, uniforms, side="right"):
    return np.searchsorted(np.cumsum(weights), uniforms, side=side)


def follow(velocity, z, steps, step, keep=True):
    """`step` is (z, t, h) → z."""
    way = [z]
    for i in range(steps):
        z = step(z, i / steps, 1 / steps)
        way.append(z)
    return np.stack(way) if keep else z


def heun(f, z, t, h, later=1.0, trial=1.0):
    first = f(z, t)
    return z + h * (first + f(z + trial * h * first, t + later * h)) / 2


def in_place(f, z, steps):
    way = [z]
    for i in range(steps):
        z += heun(f, z, i / steps, 1 / steps) - z
        way.append(z)
    return np.stack(way)


WRONG = {
    "ex06_image_generator": [
        (lambda c, p, h, w: bound(c, p, layers.Reshape((w, h, 2))), "height first"),
        (lambda c, p, h, w: bound(c, p, lambda x: x), "fold the row"),
        (
            lambda c, p, h, w: bound(
                c, p, lambda x: layers.Permute((2, 1, 3))(layers.Reshape((w, h, 2))(x))
            ),
            "row by row",
        ),
        (lambda c, p, h, w: bound(c, p, layers.Reshape((h, w, 2)), copy=True), "no copy"),
        (lambda c, p, h, w: bound(c, p, lambda x: ops.reshape(x, (2, h, w, 2))), "any size"),
        (lambda c, p, h, w: bound(c, p[::-1], layers.Reshape((h, w, 2))), "row · width + column"),
        (lambda c, p, h, w: lambda z: c([z, p[None]]), "keras.Model(z, images)"),
        (lambda c, p, h, w: None, "keras.Model(z, images)"),
    ],
    "ex06_elbo": [
        (lambda x, p, m, v: ops.mean(nats(x, p, m, v)), "that is the loss"),
        (lambda x, p, m, v: -ops.mean(nats(x, p, m, v, latents=-1.0)), "subtract it as well"),
        (lambda x, p, m, v: -ops.sum(nats(x, p, m, v)), "do not sum"),
        (lambda x, p, m, v: -nats(x, p, m, v), "average over the batch"),
        (lambda x, p, m, v: -ops.mean(nats(x, p, m, v, 1 / 40, 1 / 6)), "within a picture sum"),
        (lambda x, p, m, v: -ops.mean(nats(x, p, m, v, latents=2.0)), "the ½"),
        (lambda x, p, m, v: -ops.mean(nats(p, x, m, v)), "target comes first"),
        (lambda x, p, m, v: -ops.mean(nats(x, p, m, 2 * v)), "log σ² already"),
        (lambda x, p, m, v: -np.mean(nats(x, p, m, v)), "cut the gradient"),
    ],
    "ex06_draw_from_mixture": [
        (lambda w, m, v, u, n: drawn(share(w, u), m, v, n, lambda x: x), "take its root"),
        (lambda w, m, v, u, n: m[share(w, u)] + n, "as wide as the Gaussian"),
        (lambda w, m, v, u, n: drawn((u * len(w)).astype(int), m, v, n), "not all are equally"),
        (
            lambda w, m, v, u, n: drawn(np.minimum(np.searchsorted(w, u), 3), m, v, n),
            "stack the weights",
        ),
        (lambda w, m, v, u, n: drawn(np.maximum(share(w, u) - 1, 0), m, v, n), "too early"),
        (lambda w, m, v, u, n: w @ m + np.sqrt(w @ v) * n, "not from a blend"),
        (lambda w, m, v, u, n: drawn(share(w, u), m, v, n), "what goes into that line"),
    ],
    "ex06_follow_flow": [
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: z + h * f(z, t)), "Euler's step"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h, later=0)), "time t + h"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h, trial=0)), "z + h"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, 0, h)), "time goes on"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: 2 * heun(f, z, t, h) - z), "½ is missing"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h), False), "all stations"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h))[1:], "z itself"),
        (in_place, "`z += ...`"),
    ],
}


def one_after_the_other(weights, means, variances, uniforms, normals):
    """With a table of comparisons in place of a search."""
    passed = (ops.expand_dims(uniforms, 1) >= np.cumsum(weights)[None, :-1]).numpy()
    which = passed.sum(axis=1)
    return ops.take(means, which, axis=0) + variances[which] ** 0.5 * normals


def flow_in_tensors(velocity, z, steps):
    way = [tf.cast(z, "float64")]
    for t in np.arange(steps) / steps:
        way.append(heun(velocity, way[-1], t, 1 / steps))
    return ops.stack(way)


RIGHT = [
    ("ex06_image_generator", lambda c, p, h, w: bound(c, p, layers.Reshape((h, -1, 2)))),
    (
        "ex06_elbo",
        lambda x, p, m, v: ops.mean(
            tf.reduce_sum(x * tf.math.log(p) + (1 - x) * tf.math.log(1 - p), (1, 2, 3))
            + tf.reduce_sum(1 + v - m**2 - tf.exp(v), 1) / 2
        ),
    ),
    ("ex06_draw_from_mixture", one_after_the_other),
    ("ex06_follow_flow", flow_in_tensors),
]
