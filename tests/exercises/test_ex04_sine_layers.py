"""Checks exercise ex04_sine_layers: shapes, what a layer computes, and how its weights start."""

import keras
import numpy as np
from checking import Answer, brief, random

HINTS = (
    "look at the lesson's table: after one layer all is well, after two nothing is left. What is "
    "different about the second layer?",
    "what is the standard deviation of what enters the second sine, ω₀·(h·w)? A sum of n products "
    "of h (mean square ½) and w (within ±L: mean square L²/3) has variance n·½·L²/3",
    "with ω₀ in front the variance is ω₀²·n·L²/6, and it is to be 1: L = √(6/n)/ω₀. What does the "
    "file have?",
)


class Layers:
    """What was built, to be looked at: its kernels, biases, and output."""

    def __init__(self, answer: Answer, place, depth: int, width: int):
        self.answer, self.depth, self.width = answer, depth, width
        must_be_layers(answer, width)
        try:
            self.model = keras.Model(place, answer.value)
        except ValueError as error:
            hint = "the layers are called on the `place` that is given, no other Input"
            answer.fail("not made from `place`", brief(error), "layers of `place`", hint)
        weights = self.model.get_weights()
        shapes = [w.shape for w in weights if w.ndim == 2]
        expected = [(2, width)] + [(width, width)] * (depth - 1)
        hint = f"`depth` dense layers, each fed by the one before, {width} units each"
        came = f"kernels {shapes}"
        answer.must(shapes == expected, "other layers", came, f"kernels {expected}", hint)
        self.kernels = [w.astype("float64") for w in weights if w.ndim == 2]
        biases = [w for w in weights if w.ndim == 1]
        came = f"{len(biases)} arrays of biases, up to {max(map(np.ptp, biases), default=0):.3g}"
        hint = "each layer has a bias, which starts at 0: sin(ω₀·(h·w + b))"
        zero = len(biases) == depth and not any(np.any(bias) for bias in biases)
        answer.must(zero, "other biases", came, f"{depth}, of zeros", hint)

    def entering(self, omega: float, points: np.ndarray) -> list[float]:
        """By NumPy: standard deviation of what enters each sine at the start."""
        h, spreads = points.astype("float64"), []
        for kernel in self.kernels:
            phase = omega * h @ kernel
            spreads.append(float(phase.std()))
            h = np.sin(phase)
        return spreads

    def must_compute_sines(self, omega: float, points: np.ndarray) -> None:
        """With biases that are not 0, so that it shows where ω₀ is multiplied."""
        weights = []
        for i, w in enumerate(self.model.get_weights()):  # kernels (n, width), biases (width,)
            fan_in = w.shape[0] if w.ndim == 2 else 1
            weights.append(random(*w.shape, seed=i) / omega / fan_in**0.5)
        self.model.set_weights(weights)
        kernels, biases = ([w for w in weights if w.ndim == n] for n in (2, 1))
        pairs = list(zip(kernels, biases, strict=True))
        call = f"the layers of {self.answer.call}"
        got = Answer(self.answer.attempt, call, self.model(points))
        others = [(forward(points, pairs, *case[:3]), case[3]) for case in with_other_omegas(omega)]
        hint = "each layer computes sin(ω₀·(h·w + b)) of the layer before"
        got.equals(forward(points, pairs, omega, omega), others, hint=hint)
        trained = np.asarray(self.model(points, training=True))
        hint = "no dropout, no noise: the same in training as afterwards"
        came = f"differences up to {abs(trained - got.array).max():.2g}"
        same = np.allclose(trained, got.array, atol=1e-4)
        self.answer.must(same, "another function in training", came, "none", hint)


def must_be_layers(answer: Answer, width: int) -> None:
    came = "None" if answer.value is None else type(answer.value).__name__
    hint = "end with `return h`, what the last layer makes of the place"
    is_one = isinstance(answer.value, keras.KerasTensor)
    answer.must(is_one, "not a Keras tensor", came, "a Keras tensor", hint)
    came, expected = f"shape {tuple(answer.value.shape)}", f"shape (None, None, {width})"
    hint = "the last axis is `width`, the axes before are those of the place"
    answer.must(
        tuple(answer.value.shape) == (None, None, width), "other shape", came, expected, hint
    )


def forward(points, pairs, first, later, bias_inside=True):
    """sin(ω(h·w + b)) layer by layer, with an ω for the first and one for the others."""
    h = points.astype("float64")
    for i, (kernel, bias) in enumerate(pairs):
        omega = later if i else first
        h = np.sin(omega * (h @ kernel + bias) if bias_inside else omega * (h @ kernel) + bias)
    return h


def with_other_omegas(omega):
    return [
        (omega, 1.0, True, "ω₀ is in the first sine only: it stands in every one"),
        (1.0, omega, True, "ω₀ is missing in the first sine"),
        (1.0, 1.0, True, "ω₀ is in no sine: sin(ω₀·(h·w + b))"),
        (omega, omega, False, "ω₀ multiplies the bias, too: sin(ω₀·(h·w + b))"),
        (omega**2, omega**2, True, "ω₀ is multiplied twice"),
    ]


def must_start_right(built: Layers, omega: float, points: np.ndarray) -> None:
    """The first layer within ±½, and unit spread before every later sine."""
    widest, n = float(abs(built.kernels[0]).max()), built.width
    hint = "the first layer's weights are uniform within ±½, whatever ω₀ is"
    if np.isclose(widest * omega, 0.5, rtol=0.1):
        hint = "the first layer's weights are not divided by ω₀: it is to draw waves, ±½"
    came = f"weights of the first layer up to {widest:.3g}"
    fits = 0.47 < widest <= 0.5 + 1e-6 and abs(built.kernels[0].std() * 12**0.5 - 1) < 0.12
    built.answer.must(fits, "another start", came, "uniform within ±0.5", hint)
    for i, spread in enumerate(built.entering(omega, points)[1:], start=2):
        came = f"what enters the sine of layer {i} has standard deviation {spread:.3g}"
        built.answer.must(
            abs(spread - 1) < 0.15, "another start", came, "about 1", reason(spread, omega, n)
        )


def reason(spread: float, omega: float, width: int) -> str:
    """Why the spread before a later sine is not 1."""
    known = {
        omega: "ω₀ times too large: what multiplies the sum before it enters the sine?",
        1 / omega: "ω₀ times too small: are the weights divided by ω₀ twice?",
        (6 / width) ** 0.5: "the root is missing: a sum of n products grows as √n, not as n",
        (6 / width) ** 0.5 * omega: "the root is missing, and the division by ω₀",
        omega / 30: "30 is hard-coded: omega is an argument",
        (width / 256) ** 0.5: "256 is hard-coded: width is an argument",
        6**0.5: "√6 times too large: is the 6 outside the root?",
        6**-0.5: "√6 times too small: weights within ±L have mean square L²/3, sines ½",
        (width / 6) ** 0.5 / 2: "the later layers start like the first: only that one is within ±½",
        omega * (width / 6) ** 0.5 / 2: "the later layers start like the first, within ±½",
        omega**0.5: "√ω₀ times too large: ω₀ divides outside the root",
        2**0.5: "√2 times too large: within ±L the mean square is L²/3, and that of sines is ½",
        2**-0.5: "√2 times too small: the mean square of sines is ½, not 1",
    }
    general = "n·ω₀²·(mean square of the weights)/2 is to be 1, for every n and ω₀"
    nearest = min(known, key=lambda value: abs(np.log(spread / value)))
    return known[nearest] if abs(spread / nearest - 1) < 0.12 else general


def test_sine_layers(attempt):
    points = random(400, 2, seed=1, low=-1.0)[None]
    for depth, width, omega in ((3, 300, 30.0), (4, 80, 15.0)):
        place = keras.Input((None, 2))
        answer = attempt(place=place, depth=depth, width=width, omega=omega, seed=5)
        built = Layers(answer, place, depth, width)
        built.must_compute_sines(omega, points)
        must_start_right(built, omega, points)
        same = any(
            np.array_equal(a, b) for a, b in zip(built.kernels[1:], built.kernels[2:], strict=False)
        )
        hint = "each layer has weights of its own: seed + i for layer i"
        answer.must(not same, "layers alike", "two layers of equal weights", "all differ", hint)
        must_follow_the_seed(attempt, built, depth, width, omega)


def must_follow_the_seed(attempt, built: Layers, depth: int, width: int, omega: float) -> None:
    """The same seed gives the same weights once more, another seed others."""
    for seed, alike in ((5, True), (6, False)):
        place = keras.Input((None, 2))
        answer = attempt(place=place, depth=depth, width=width, omega=omega, seed=seed)
        kernels = Layers(answer, place, depth, width).kernels
        found = [np.array_equal(*pair) for pair in zip(built.kernels, kernels, strict=True)]
        came = "other weights at the second call" if alike else "the same weights as for seed=5"
        hint = "is `seed` used in every layer? Layer i has seed + i"
        answer.must(all(found) if alike else not any(found), "another seed", came, "seed + i", hint)
