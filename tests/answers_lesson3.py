"""Answers to the exercises of lesson 3, as in answers.py: wrong ones and right ones."""

import numpy as np


def line(n, pixel, first=0.5):
    return (np.arange(n) + first - n / 2) * pixel


def grid(height, width, pixels, lines=line, order="xy", rows=True):
    x, y = np.meshgrid(lines(width, pixels[1]), lines(height, pixels[0]))
    points = np.stack([x, y] if order == "xy" else [y, x], axis=-1)
    return (points if rows else points.transpose(1, 0, 2)).reshape(-1, 2)


def square(height, width, scale):
    return [2 * scale / min(height, width)] * 2


def normal(rng, *shape):
    return rng.standard_normal(shape)


def layers(h, weights, bend=np.tanh):
    for kernel, bias in weights:
        h = bend(h @ kernel + bias)
    return h


def cppn(z, places, weights, scale, z_scale=None, swap=False, bend=np.tanh, end=None):
    """The right answer, with one thing done differently."""
    z_scale = scale if z_scale is None else z_scale
    parts = [np.tile(z_scale * z, (len(places), 1)), scale * places]
    h = layers(np.concatenate(parts[::-1] if swap else parts, axis=1), weights[:-1], bend)
    kernel, bias = weights[-1]
    a = h @ kernel + bias
    return 1 / (1 + np.exp(-a)) if end is None else end(a)


WRONG = {
    "ex03_coordinate_grid": [
        (lambda h, w, s: grid(h, w, (s, s), lambda n, s: np.linspace(-s, s, n)), "the borders"),
        (lambda h, w, s: grid(h, w, square(h, w, s), lambda n, p: line(n, p, 0)), "half a pixel"),
        (lambda h, w, s: grid(h, w, (2 * s / h, 2 * s / w)), "squares: both sides take min"),
        (lambda h, w, s: grid(h, w, [2 * s / max(h, w)] * 2), "the shorter side, so min"),
        (lambda h, w, s: grid(h, w, square(h, w, 1)), "scale is not used"),
        (lambda h, w, s: grid(h, w, square(h, w, s), order="yx"), "x comes first"),
        (lambda h, w, s: grid(h, w, square(h, w, s), rows=False), "x changes fastest"),
        (lambda h, w, s: grid(h, w, square(h, w, s)).reshape(h, w, 2), "one point a row"),
        (lambda h, w, s: grid(h, w, square(h, w, s)) * [1, -1], "y grows downwards"),
        (lambda h, w, s: None, "`return` missing"),
    ],
    "ex03_radius": [
        (lambda c: np.hypot(c[:, 0], c[:, 1]), "keepdims=True"),
        (lambda c: (c**2).sum(axis=1, keepdims=True), "the root is missing"),
        (lambda c: np.abs(c).sum(axis=1, keepdims=True), "not |x| + |y|"),
        (lambda c: np.linalg.norm(c), "one number for each point"),
        (lambda c: np.hstack([c, np.hypot(c[:, :1], c[:, 1:])]), "only the new column"),
    ],
    "ex03_fully_connected": [
        (lambda h, n, rng: h @ normal(rng, h.shape[1], n), "add rng.standard_normal(units)"),
        (
            lambda h, n, rng: h @ normal(rng, h.shape[1], n) + normal(rng, len(h), n),
            "the same at every point",
        ),
        (
            lambda h, n, rng: h @ np.random.standard_normal((h.shape[1], n)) + normal(rng, n),
            "not from np.random",
        ),
        (
            lambda h, n, rng: cheat(h, n, np.random.default_rng(5)),
            "made inside starts anew",
        ),
        (
            lambda h, n, rng: h @ normal(rng, h.shape[1], n) / h.shape[1] ** 0.5 + normal(rng, n),
            "nor scaled by the width",
        ),
        (
            lambda h, n, rng: h @ rng.uniform(-1.73, 1.73, (h.shape[1], n)) + normal(rng, n),
            "not rng.uniform",
        ),
        (
            lambda h, n, rng: h @ np.repeat(normal(rng, h.shape[1], 1), n, 1) + normal(rng, n),
            "the kernel has the shape (n, units)",
        ),
        (
            lambda h, n, rng: np.tanh(h @ normal(rng, h.shape[1], n) + normal(rng, n)),
            "no activation",
        ),
    ],
    "ex03_cppn_forward": [
        (lambda z, c, w, s: cppn(z, c, w, 1), "scale is not used"),
        (lambda z, c, w, s: cppn(z, c, w, s, z_scale=1), "z is multiplied by scale"),
        (lambda z, c, w, s: cppn(z, c, w, s, swap=True), "z comes first"),
        (lambda z, c, w, s: cppn(z, c, [(k, 0) for k, b in w], s), "biases are missing"),
        (lambda z, c, w, s: cppn(z, c, w, s, end=np.tanh), "not tanh"),
        (lambda z, c, w, s: cppn(z, c, w, s, end=lambda a: a), "sigmoid of the output"),
        (lambda z, c, w, s: cppn(z, c, w, s, bend=lambda a: a), "between the layers"),
        (lambda z, c, w, s: cppn(z, c, w, s).ravel(), "keep the channels"),
        (lambda z, c, w, s: cppn(z, c, [w[0], w[-1]], s), "go through all layers"),
    ],
}


def cheat(h, units, rng):
    return h @ normal(rng, h.shape[1], units) + normal(rng, units)


def loop_grid(height, width, scale):
    side = scale / min(height, width)
    indices = [(i, j) for i in range(height) for j in range(width)]
    return np.float32(
        [[(2 * j + 1 - width) * side, (2 * i + 1 - height) * side] for i, j in indices]
    )


def bias_first(h, units, rng):
    bias = rng.normal(size=(1, units))
    return bias + np.dot(h, rng.normal(size=(h.shape[-1], units)))


def split_forward(z, coordinates, weights, scale):
    """Dense of z once, as the package does, and a sigmoid by tanh."""
    (kernel, bias), *hidden, (last, last_bias) = weights
    n = len(z)
    h = np.tanh(scale * (z @ kernel[:n] + coordinates @ kernel[n:]) + bias)
    return 0.5 + 0.5 * np.tanh((layers(h, hidden) @ last + last_bias) / 2)


RIGHT = [
    ("ex03_coordinate_grid", loop_grid),
    ("ex03_radius", lambda c: np.linalg.norm(c, axis=1)[:, None]),
    ("ex03_fully_connected", bias_first),
    ("ex03_cppn_forward", split_forward),
]
