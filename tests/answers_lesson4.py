"""Answers to the exercises of lesson 4, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops


def waves(p, f, factor=np.pi, axis=-1, parts=(ops.sin, ops.cos)):
    phase = factor * ops.matmul(p, f)
    return ops.concatenate([part(phase) for part in parts], axis=axis)


def column(t):
    return ops.reshape(t, (-1, 1))


def on_arc(a, b, t, angle=None, least=1e-3):
    """Between unit vectors, or whatever comes: (frames, latent)."""
    angle = ops.arccos(ops.clip(ops.sum(a * b), -1, 1)) if angle is None else angle
    t = column(t)
    turned = (ops.sin((1 - t) * angle) * a + ops.sin(t * angle) * b) / ops.sin(angle)
    return turned if least is None else ops.where(angle > least, turned, a)


def lengths(a, b, t):
    return (1 - column(t)) * ops.norm(a) + column(t) * ops.norm(b)


def unit(a):
    return a / ops.norm(a, axis=-1, keepdims=True)


def line(a, b, t):
    return (1 - column(t)) * a + column(t) * b


WRONG = {
    "ex04_psnr": [
        (lambda x, y: -10 * ops.log(ops.mean((x - y) ** 2)), "natural logarithm"),
        (lambda x, y: 10 * ops.log10(ops.mean((x - y) ** 2)), "the sign"),
        (lambda x, y: -20 * ops.log10(ops.mean((x - y) ** 2)), "10, not 20"),
        (lambda x, y: -10 * ops.log10(ops.sum((x - y) ** 2)), "do not sum"),
        (lambda x, y: -20 * ops.log10(ops.mean(ops.abs(x - y))), "|error|: square it"),
        (lambda x, y: ops.mean(-10 * ops.log10((x - y) ** 2)), "first, then one logarithm"),
        (lambda x, y: -10 * ops.log10(ops.mean((x - y) ** 2, axis=-1)), "then one logarithm"),
        (lambda x, y: -10 * ops.log10(ops.mean((x - y) ** 2) / 255**2), "not 255"),
        (lambda x, y: None, "`return` missing"),
    ],
    "ex04_fourier_features": [
        (lambda p, f: waves(p, f, 2 * np.pi), "the phase is π p·F"),
        (lambda p, f: waves(p, f, 1.0), "π is missing"),
        (lambda p, f: waves(p, f, parts=(ops.cos, ops.sin)), "all sines first"),
        (lambda p, f: waves(p, f, axis=0), "side by side"),
        (lambda p, f: waves(p, f, parts=(ops.sin,)), "sines and cosines, 2·m numbers"),
        (lambda p, f: ops.concatenate([p, waves(p, f)], axis=-1), "x and y themselves"),
        (lambda p, f: waves(p, f, axis=1), "count from the end"),
        (lambda p, f: waves(np.asarray(p), f), "cut the gradient"),
    ],
    "ex04_lerp": [
        (lambda a, b, t: line(b, a, t), "it runs backwards"),
        (lambda a, b, t: a + column(t) * b, "b is added to a"),
        (lambda a, b, t: (b - a) * column(t), "it begins at a"),
        (lambda a, b, t: ops.transpose(line(a, b, t)), "a row for each frame"),
        (lambda a, b, t: line(a, b, ops.sin(np.pi / 2 * t)), "no easing"),
        (lambda a, b, t: line(a, b, np.linspace(0, 1, len(t))), "t says where"),
        (lambda a, b, t: (1 - t) * a + t * b, "a row for each frame|the shapes that meet"),
    ],
    "ex04_slerp": [
        (line, "straight line"),
        (lambda a, b, t: on_arc(unit(a), unit(b), t), "the length is missing"),
        (lambda a, b, t: ops.norm(a) * on_arc(unit(a), unit(b), t), "length of a throughout"),
        (
            lambda a, b, t: on_arc(a, b, t, ops.arccos(ops.sum(unit(a) * unit(b)))),
            "turn the unit vectors",
        ),
        (lambda a, b, t: lengths(a, b, t) * unit(line(a, b, t)), "does not turn evenly"),
        (lambda a, b, t: lengths(a, b, t) * on_arc(unit(a), unit(b), 1 - t), "belongs to u"),
        (
            lambda a, b, t: on_arc(a, b, t, ops.arccos(ops.sum(a * b)), least=None),
            "angle between the unit vectors",
        ),
        (
            lambda a, b, t: lengths(a, b, t) * on_arc(unit(a), unit(b), t, least=None),
            "Keep the direction",
        ),
    ],
}


def slerp_in_numpy(a, b, t):
    """In numbers of NumPy, with the ray as a case of its own."""
    lengths = [np.sqrt(np.sum(z * z)) for z in (a, b)]
    angle = np.arccos(np.clip(np.dot(a, b) / lengths[0] / lengths[1], -1, 1))
    rows = []
    for s in t:
        direction = a / lengths[0]
        if angle > 1e-2:
            first, second = np.sin((1 - s) * angle), np.sin(s * angle)
            direction = (first * a / lengths[0] + second * b / lengths[1]) / np.sin(angle)
        rows.append(direction * (lengths[0] * (1 - s) + lengths[1] * s))
    return np.stack(rows)


RIGHT = [
    ("ex04_psnr", lambda x, y: tf.image.psnr(x, y, max_val=1.0)),
    (
        "ex04_fourier_features",
        lambda p, f: tf.concat(
            [tf.sin(np.pi * tf.einsum("...d,dm->...m", p, f)), tf.cos(np.pi * (p @ f))], -1
        ),
    ),
    ("ex04_lerp", lambda a, b, t: a + ops.expand_dims(t, -1) * (b - a)),
    ("ex04_slerp", slerp_in_numpy),
]
