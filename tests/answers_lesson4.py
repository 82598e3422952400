"""Answers to the exercises of lesson 4, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import initializers, layers, ops

# Fourier features


def waves(p, f, factor=np.pi, axis=-1, parts=(ops.sin, ops.cos)):
    phase = factor * ops.matmul(p, f)
    return ops.concatenate([part(phase) for part in parts], axis=axis)


# sines


def sines(later, first=0.5, omegas=None, seeds=True, kind="uniform", bias="zeros", dropout=False):
    """`sine_layers` with another start or other ω₀: functions of width and ω₀."""

    def sine_layers(place, depth, width=256, omega=30.0, seed=0):
        h = place
        for i in range(depth):
            limit = (first(omega) if callable(first) else first) if i == 0 else later(width, omega)
            inside = omega if omegas is None else omegas(i, omega)
            own = seed + i if seeds else None if seeds is None else seed
            draw = initializers.RandomUniform(-limit, limit, seed=own)
            if kind == "normal" and i:
                draw = initializers.RandomNormal(0, limit / np.sqrt(3), seed=own)
            act = layers.Lambda(lambda x, inside=inside: ops.sin(inside * x))
            more = {"bias_initializer": bias} if bias else {"use_bias": False}
            h = act(layers.Dense(width, kernel_initializer=draw, **more)(h))
            h = layers.Dropout(0.5)(h) if dropout else h
        return h

    return sine_layers


def elsewhere(place, depth, width=256, omega=30.0, seed=0):
    import keras

    return by_variance_scaling(keras.Input((None, 2)), depth, width, omega, seed)


def as_it_should(width, omega):
    return np.sqrt(6 / width) / omega


def by_variance_scaling(place, depth, width=256, omega=30.0, seed=0):
    """Another way to say the same start."""
    h = place
    for i in range(depth):
        scale = 1 / 6 if i == 0 else 2 / omega**2  # a third of limit² · inputs
        start = initializers.VarianceScaling(scale, "fan_in", "uniform", seed=seed + i)
        h = ops.sin(omega * layers.Dense(width, kernel_initializer=start)(h))
    return h


# tiles


def tiles(to_whole=np.round, spacing=lambda period: 2 / period, after=1.0):
    def tiling_features(coordinates, frequencies, period):
        one = spacing(np.asarray(period, "float32"))[:, None]
        return waves(coordinates, (one * to_whole(frequencies / one)).astype("float32") * after)

    return tiling_features


def remainder(coordinates, frequencies, period):
    return waves(ops.mod(coordinates, np.asarray(period, "float32")), frequencies)


def mirrored(coordinates, frequencies, period):
    period = np.asarray(period, "float32")
    return waves(ops.abs(ops.mod(coordinates + period, 2 * period) - period), frequencies)


def stretched(coordinates, frequencies, period):
    return waves(coordinates * (2 / np.asarray(period, "float32")), np.round(frequencies))


def cycles_of_a_tile(coordinates, frequencies, period):
    """In cycles per tile throughout."""
    period = ops.convert_to_tensor(period, "float32")
    whole = ops.round(frequencies * period[:, None] / 2)
    phase = 2 * np.pi * ops.einsum("...d,dm->...m", coordinates / period, whole)
    return ops.concatenate([ops.sin(phase), ops.cos(phase)], axis=-1)


# ways


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


def unclipped(a, b, t):
    """Holds the direction for small angles, but a cosine above 1 is no small angle."""
    angle = ops.arccos(ops.sum(unit(a) * unit(b)))
    turned = on_arc(unit(a), unit(b), t, angle, None)
    return lengths(a, b, t) * ops.where(angle < 1e-3, unit(a), turned)


def stays_at_a(a, b, t):
    """Right but for parallel vectors, where `a` comes back."""
    angle = ops.arccos(ops.clip(ops.sum(unit(a) * unit(b)), -1, 1))
    return ops.where(angle < 1e-2, a, lengths(a, b, t) * on_arc(unit(a), unit(b), t))


def no_division(a, b, t):
    """What `ops.maximum` alone makes of sin Ω."""
    u, v, t_ = unit(a), unit(b), column(t)
    angle = ops.arccos(ops.clip(ops.sum(u * v), -1, 1))
    turned = ops.sin((1 - t_) * angle) * u + ops.sin(t_ * angle) * v
    return lengths(a, b, t) * turned / ops.maximum(ops.sin(angle), 1e-6)


def proper(a, b, t):
    return lengths(a, b, t) * on_arc(unit(a), unit(b), t)


def right_angled(a, b, t):
    angle = ops.arccos(ops.clip(ops.sum(unit(a) * unit(b)), -1, 1))
    t_ = column(t)
    return lengths(a, b, t) * (ops.cos(t_ * angle) * unit(a) + ops.sin(t_ * angle) * unit(b))


def shortest(a, b, t):
    """As for quaternions."""
    sign = ops.sign(ops.sum(a * b))
    return lengths(a, b, t) * on_arc(unit(a), sign * unit(b), t)


def bracketless(a, b, t):
    angle = ops.arccos(ops.clip(ops.sum(unit(a) * unit(b)), -1, 1))
    first, second = ops.sin(1 - column(t) * angle), ops.sin(column(t) * angle)
    return lengths(a, b, t) * (first * unit(a) + second * unit(b)) / ops.sin(angle)


def straight_when_near(a, b, t):
    angle = ops.arccos(ops.clip(ops.sum(unit(a) * unit(b)), -1, 1))
    turned = lengths(a, b, t) * on_arc(unit(a), unit(b), t)
    return ops.where(angle < 0.3, line(a, b, t), turned)


WRONG = {
    "ex04_predict_psnr": [
        (lambda: (13.98, 2.55, 0.067), "of the lines alone"),
        (lambda: (53.98, 2.55, 0.067), "average the squared errors instead"),
        (lambda: (26.99, 2.55, 0.067), "not squared yet"),
        (lambda: (44.0, 2.55, 0.067), "what is the average?"),
        (lambda: (34.0, 0.01, 0.067), "in a file they go to 255"),
        (lambda: (34.0, 0.0255, 0.067), "the root is missing"),
        (lambda: (34.0, 25.5, 0.067), "20 dB"),
        (lambda: (34.0, 2.55, 0.933), "that is what is left"),
        (lambda: (34.0, 2.55, 0.034), "not its square"),
        (lambda: (34.0, 2.55, 0.5), "half is 3 dB"),
        (lambda: (34.0, 2.55, 6.7), "not per cent"),
        (lambda: (34.0, 2.55, 1.07), "that is the ratio"),
        (lambda: (34.0, 2.55, -0.067), "without the sign"),
        (lambda: 34.0, "three numbers with commas"),
        (lambda: None, "`return` missing"),
    ],
    "ex04_fourier_features": [
        (lambda p, f: waves(p, f, 2 * np.pi), "twice too many cycles"),
        (lambda p, f: waves(p, f, 1.0), "too few cycles"),
        (lambda p, f: waves(p, f, parts=(ops.cos, ops.sin)), "first, then all that are 1"),
        (lambda p, f: waves(p, f, axis=0), "side by side"),
        (lambda p, f: waves(p, f, parts=(ops.sin,)), "two copies of each wave"),
        (lambda p, f: waves(p, f, -np.pi), "run backwards"),
        (lambda p, f: waves(p + 1, f), "counted from the edge"),
        (lambda p, f: waves(ops.flip(p, axis=-1), f), "x and y are exchanged"),
        (lambda p, f: ops.concatenate([p, waves(p, f)], axis=-1), "x and y themselves"),
        (lambda p, f: waves(p, f, axis=1), "count from the end"),
        (
            lambda p, f: waves(p, f) if hasattr(p, "_keras_history") else waves(np.asarray(p), f),
            "cut the gradient",
        ),
        (
            lambda p, f: tf.concat([tf.sin(np.pi * (p @ f)), tf.cos(np.pi * (p @ f))], -1),
            "keras.ops alone",
        ),
        (lambda p, f: waves(p, f, 2 * np.pi, parts=(ops.cos, ops.sin)), "2π for π"),
        (
            lambda p, f: waves(p, f, parts=(ops.sin, lambda x: ops.sin(x + 0.25))),
            "a quarter of a cycle is π/2",
        ),
    ],
    "ex04_sine_layers": [
        (sines(lambda n, omega: np.sqrt(6 / n)), "ω₀ times too large"),
        (sines(lambda n, omega: np.sqrt(6 / n) / omega**2), "divided by ω₀ twice"),
        (sines(lambda n, omega: 6 / n / omega), "the root is missing: a sum"),
        (sines(lambda n, omega: 6 / n), "and the division by ω₀"),
        (sines(lambda n, omega: np.sqrt(6 / n / omega)), "outside the root"),
        (sines(lambda n, omega: 0.5), "start like the first"),
        (sines(lambda n, omega: np.sqrt(1 / n) / omega), "√6 times too small"),
        (sines(as_it_should, first=lambda omega: 0.5 / omega), "are not divided by ω₀"),
        (sines(as_it_should, first=1.0), "uniform within ±½, whatever"),
        (sines(as_it_should, seeds=False), "weights of its own"),
        (sines(as_it_should, omegas=lambda i, omega: 1.0 if i else omega), "first sine only"),
        (sines(as_it_should, omegas=lambda i, omega: omega if i else 1.0), "in the first sine"),
        (lambda place, depth, width, omega, seed: None, "end with `return h`"),
        (elsewhere, "no other Input"),
        (sines(lambda n, omega: np.sqrt(6 / n) / 30), "30 is hard-coded"),
        (sines(lambda n, omega: np.sqrt(6 / 256) / omega), "256 is hard-coded"),
        (sines(as_it_should, bias="ones"), "which starts at 0"),
        (sines(as_it_should, bias=None), "each layer has a bias"),
        (sines(as_it_should, seeds=None), "is `seed` used"),
        (sines(as_it_should, dropout=True), "no dropout"),
        (sines(lambda n, omega: np.sqrt(6 / n), omegas=lambda i, o: 1.0 if i else o), "first sine"),
        (
            lambda place, depth, width, omega, seed: by_variance_scaling(place, 1, width, omega),
            "`depth` dense layers",
        ),
    ],
    "ex04_tiling_features": [
        (lambda p, f, period: waves(p, f), "the frequencies are as they were"),
        (lambda p, f, period: waves(p, np.round(f)), "whole frequencies suit a tile of 2 x 2"),
        (remainder, "jumps"),
        (mirrored, "mirror images"),
        (tiles(np.trunc), "cut off, not rounded"),
        (tiles(np.ceil), "round to the nearest"),
        (tiles(spacing=lambda period: 1 / period), "upside down"),
        (tiles(spacing=lambda period: 4 / period), "repeats within itself"),
        (tiles(spacing=lambda period: 2 / period[::-1]), "width and height"),
        (stretched, "finer than asked"),
        (lambda p, f, period: tiles()(tf.convert_to_tensor(p), f, period), "keras.ops alone"),
        (tiles(after=2.0), "twice too many cycles"),
        (
            lambda p, f, period: ops.roll(tiles()(p, f, period), f.shape[1], axis=-1),
            "the copies that are 0",
        ),
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
        (lambda a, b, t: lengths(a, b, t) * on_arc(unit(a), unit(b), 1 - t), "other way"),
        (
            lambda a, b, t: on_arc(a, b, t, ops.arccos(ops.sum(a * b)), least=None),
            "angle between the unit vectors",
        ),
        (
            lambda a, b, t: lengths(a, b, t) * on_arc(unit(a), unit(b), t, least=None),
            "no 0 / 0",
        ),
        (unclipped, "rounding makes their cosine more than 1"),
        (stays_at_a, "a for every t"),
        (no_division, "both sines are 0|no 0 / 0"),
        (straight_when_near, "the way is straight"),
        (lambda a, b, t: lengths(a, b, t) * line(unit(a), unit(b), t), "a chord"),
        (right_angled, "of vectors at right angles"),
        (shortest, "b is not turned round"),
        (lambda a, b, t: proper(a, b, t * t * (3 - 2 * t)), "without easing"),
        (bracketless, "sin((1 - t)·Ω)"),
        (lambda a, b, t: lengths(b, a, t) * unit(proper(a, b, t)), "the lengths are exchanged"),
        (
            lambda a, b, t: lengths(a, b, t) * on_arc(unit(a), unit(b), t, least=0.3),
            "the direction stays",
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


def slerp_or_straight(a, b, t):
    """As one finds it in many programs: straight where the cosine is above 0.9995."""
    cosine = np.sum(a / np.linalg.norm(a) * (b / np.linalg.norm(b)))
    if cosine > 0.9995:
        return line(a, b, t)
    return lengths(a, b, t) * on_arc(unit(a), unit(b), t, np.arccos(cosine), None)


RIGHT = [
    ("ex04_predict_psnr", lambda: [33.979, 255 / 100, 1 - 10**-0.03]),
    (
        "ex04_fourier_features",
        lambda p, f: ops.concatenate(
            [ops.sin(np.pi * ops.einsum("...d,dm->...m", p, f)), ops.cos(np.pi * (p @ f))], -1
        ),
    ),
    ("ex04_sine_layers", by_variance_scaling),
    ("ex04_sine_layers", sines(as_it_should, kind="normal")),
    ("ex04_tiling_features", cycles_of_a_tile),
    ("ex04_slerp", slerp_in_numpy),
    ("ex04_slerp", slerp_or_straight),
]
