"""Answers to the exercises of lesson 11, wrong and right; see `answers.py`."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def modulated(
    combine=lambda h, scale, shift: h * (1 + scale) + shift,
    split=lambda m: ops.split(m, 2, axis=-1),
    per_point=False,
    axis=1,
):
    """film with one thing done differently."""

    def film(h, z, dense):
        if per_point:
            z = ops.repeat(z[:, None], h.shape[1] or 1, axis=1)  # (batch, points, latent)
            return combine(h, *split(dense(z)))
        return combine(h, *(ops.expand_dims(part, axis) for part in split(dense(z))))

    return film


def asked_twice(h, z, dense):
    return h * (1 + dense(z)[:, None, : h.shape[-1]]) + dense(z)[:, None, h.shape[-1] :]


def film_in_numpy(h, z, dense):
    scale, shift = np.split(np.asarray(dense(z))[:, None], 2, axis=-1)
    return np.asarray(h) * (1 + scale) + shift


def film_of_three(h, z, dense):
    """With the batch of the first call built in."""
    scale, shift = ops.split(ops.reshape(dense(z), (3, 1, -1)), 2, axis=-1)
    return h * (1 + scale) + shift


def r1(
    reduce=lambda g: ops.mean(ops.sum(g**2, axis=(1, 2, 3))),
    weigh=lambda gamma: gamma / 2,
    of=lambda logits: logits,
    training=True,
    stop=lambda g: g,
    toggle=False,
):
    """r1_penalty with one thing done differently."""

    def r1_penalty(discriminator, images, gamma):
        if toggle:
            discriminator.trainable = False
        with tf.GradientTape() as tape:
            tape.watch(images)
            wanted = of(discriminator(images, training=training))
        return weigh(gamma) * reduce(stop(tape.gradient(wanted, images)))

    return r1_penalty


def not_watched(discriminator, images, gamma):
    with tf.GradientTape() as tape:
        logits = discriminator(images, training=True)
    return gamma / 2 * ops.mean(ops.sum(tape.gradient(logits, images) ** 2, axis=(1, 2, 3)))


def norm(gradients):
    return ops.sqrt(ops.sum(gradients**2, axis=(1, 2, 3)))


def numbers(age=999, half_life=692.8, left=0.3677, megabytes=2.6):
    return lambda: (age, half_life, left, megabytes)


def average(
    decide=lambda decay, step: ops.minimum(decay, (1 + step) / (10 + step)),
    move=lambda decay, old, new: decay * old + (1 - decay) * new,
    state=lambda old, new: new,
    exchanged=False,
    back=False,
    kind=lambda new: new.trainable,
):
    """moving_average with one thing done differently."""

    def moving_average(averaged, trained, decay, step):
        decay = decide(decay, ops.cast(step, "float32"))
        both = (trained, averaged) if exchanged else (averaged, trained)
        for old, new in zip(*(network.weights for network in both), strict=True):
            old.assign(move(decay, old, new) if kind(new) else state(old, new))
            if back:
                new.assign(old)

    return moving_average


def whole_network(averaged, trained, decay, step):
    """By get_weights and set_weights, which have no place in a graph."""
    decay = min(decay, (1 + step) / (10 + step))
    pairs = zip(averaged.weights, trained.weights, strict=True)
    mixed = [decay * a + (1 - decay) * b if b.trainable else b for a, b in pairs]
    averaged.set_weights([ops.convert_to_numpy(weight) for weight in mixed])


def grey(price, reduce=lambda costs: ops.mean(ops.sum(costs, axis=(1, 2, 3)))):
    return lambda samples: reduce(price(samples))


def bump(p):
    return p * (1 - p)


def cut_entropy(p):
    """Of a coin in bits, with its slope kept finite."""
    p = ops.clip(p, 1e-4, 1 - 1e-4)
    bits = -(p * ops.log(p) + (1 - p) * ops.log(1 - p)) / math.log(2)
    least = -(1e-4 * math.log(1e-4) + (1 - 1e-4) * math.log(1 - 1e-4)) / math.log(2)
    return bits - least


WRONG = {
    "ex11_film": [
        (modulated(lambda h, scale, shift: h * scale + shift), "1 + scale"),
        (modulated(lambda h, shift, scale: h * (1 + scale) + shift), "halves exchanged"),
        (modulated(lambda h, scale, shift: (h + shift) * (1 + scale)), "it is not scaled"),
        (modulated(lambda h, scale, shift: h * (1 + scale)), "shift is missing"),
        (modulated(split=lambda m: (m[:, ::2], m[:, 1::2])), "not by turns"),
        (modulated(per_point=True), "once, and repeat what comes out"),
        (asked_twice, "once, and repeat what comes out"),
        (modulated(lambda h, scale, shift: h + h * (1 + scale) + shift), "no skip here"),
        (film_in_numpy, "keras.ops|inside a network"),
        (film_of_three, "keras.ops|built in"),
        (lambda h, z, dense: None, "`return` missing"),
    ],
    "ex11_r1_penalty": [
        (r1(weigh=lambda gamma: gamma), "½ is missing"),
        (r1(weigh=lambda gamma: 0.5), "gamma is not used"),
        (r1(lambda g: ops.mean(g**2)), "do not average"),
        (r1(lambda g: ops.sum(g**2)), "do not sum"),
        (r1(lambda g: ops.sum(g**2, axis=(1, 2, 3))), "one number: average"),
        (r1(lambda g: ops.mean(norm(g))), "the norm is squared"),
        (r1(lambda g: ops.mean((norm(g) - 1) ** 2)), "towards 0, not 1"),
        (r1(lambda g: ops.sum(ops.mean(g, axis=0) ** 2)), "first the squares"),
        (r1(of=ops.mean), "*mean* logit"),
        (r1(of=ops.sigmoid), "no sigmoid"),
        (r1(of=lambda logits: ops.softplus(-logits)), "not of the loss"),
        (r1(training=False), "training=True"),
        (r1(stop=ops.stop_gradient), "stop_gradient"),
        (r1(stop=lambda g: g.numpy()), "return the tensor|.numpy()"),
        (r1(toggle=True), "drop that line"),
        (not_watched, "tape|watch|None"),
    ],
    "ex11_predict_average": [
        (numbers(age=693), "that is the half-life"),
        (numbers(age=500), "would count alike"),
        (numbers(age=1), "only 0.001 of it"),
        (numbers(age=2000), "half of that"),
        (numbers(half_life=500), "straight line"),
        (numbers(half_life=1000), "0.37 is left"),
        (numbers(half_life=301), "log₁₀ above"),
        (numbers(half_life=50), "solve"),
        (numbers(left=0.632), "what has come in"),
        (numbers(left=0), "of what is *left*"),
        (numbers(left=36.8), "not in percent"),
        (numbers(left=0.5), "after 693 steps"),
        (numbers(megabytes=5.2), "how much *more*"),
        (numbers(megabytes=0.65), "four bytes"),
        (numbers(megabytes=2600), "one average"),
        (lambda: 999, "return age"),
    ],
    "ex11_moving_average": [
        (average(exchanged=True), "which of the two networks"),
        (average(back=True), "which of the two networks"),
        (average(move=lambda decay, old, new: decay * new + (1 - decay) * old), "belongs to"),
        (average(decide=lambda decay, step: decay), "in the first steps"),
        (average(decide=lambda decay, step: (1 + step) / (10 + step)), "never above"),
        (
            average(decide=lambda decay, step: ops.maximum(decay, (1 + step) / (10 + step))),
            "the smaller of the two|in the first steps",
        ),
        (average(kind=lambda new: True), "copied, not averaged"),
        (average(state=lambda old, new: old), "left behind"),
        (average(move=lambda decay, old, new: new), "where is the decay"),
        (lambda *four: None, "where they were"),
        (whole_network, "no set_weights|no `if`"),
    ],
    "ex11_grey_penalty": [
        (grey(bump, lambda costs: ops.mean(costs)), "not averaged"),
        (grey(bump, lambda costs: ops.sum(costs)), "do not sum"),
        (grey(bump, lambda costs: ops.sum(costs, axis=(1, 2, 3))), "one number"),
        (grey(lambda p: p), "costs nothing"),
        (grey(lambda p: (2 * p - 1) ** 2), "costs nothing"),
        (grey(lambda p: p * p * (1 - p)), "count alike"),
        (grey(lambda p: ops.minimum(ops.minimum(p, 1 - p), 0.2)), "level stretch"),
        (grey(lambda p: 10 * bump(p)), "a factor in front"),
        (grey(lambda p: ops.sqrt(bump(p))), "infinite"),
        (grey(lambda p: -p * ops.log(p) - (1 - p) * ops.log(1 - p)), "NaN|0 · log 0"),
        (grey(lambda p: ops.cast((p > 0.1) & (p < 0.9), "float32")), "rounding|level stretch"),
        (lambda samples: float(grey(bump)(samples)), "return the tensor as it is"),
    ],
}


def film_by_broadcasting(h, z, dense):
    """With slices, and the axis put in by a reshape."""
    units = h.shape[-1]
    m = ops.reshape(dense(z), (-1, 1, 2 * units))
    return h + h * m[..., :units] + m[..., units:]


def r1_by_flat_rows(discriminator, images, gamma):
    """The gradient of the sum, and norms of flat rows."""
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(images)
        total = ops.sum(discriminator(images, training=True))
    rows = ops.reshape(tape.gradient(total, images), (-1, int(np.prod(images.shape[1:]))))
    return gamma * ops.mean(ops.sum(rows * rows, axis=1)) / 2


def average_by_difference(averaged, trained, decay, step):
    """A share of the way from the average to the weight."""
    share = 1 - ops.minimum(decay, 1 - 9 / (10 + ops.cast(step, "float32")))
    for i, new in enumerate(trained.weights):
        old = averaged.weights[i]
        part = share if new.trainable else keras.ops.ones(())
        old.assign_add(part * (new - old))


RIGHT = [
    ("ex11_film", film_by_broadcasting),
    ("ex11_r1_penalty", r1_by_flat_rows),
    ("ex11_predict_average", numbers(1000, 700, 1 / math.e, 2.6)),
    ("ex11_moving_average", average_by_difference),
    ("ex11_grey_penalty", grey(lambda p: 1 - (2 * p - 1) ** 2)),
    ("ex11_grey_penalty", grey(lambda p: ops.sin(math.pi * p) ** 2)),
    ("ex11_grey_penalty", grey(lambda p: ops.minimum(p, 1 - p))),
    ("ex11_grey_penalty", grey(cut_entropy)),
]
