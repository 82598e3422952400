"""Checks exercise ex11_film against NumPy, and counts how often z is worked on."""

import keras
import numpy as np
import tensorflow as tf
from checking import Mistake, random
from keras import layers

HINTS = (
    "two lines do: one that makes scales and shifts of z, one that applies them. What shape have "
    "they, and what shape has h?",
    "dense(z) is (batch, 2·units): ops.split it in two, and give each half an axis of length 1 "
    "where h has its points: x[:, None]",
    "h · (1 + scales[:, None]) + shifts[:, None]: broadcasting repeats the numbers at every point",
)
BATCH, POINTS, UNITS, LATENT = 3, 5, 4, 2


class WatchedDense(layers.Dense):
    """Notes the shape of all that it is called with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = []

    def call(self, inputs, training=None):
        if not isinstance(inputs, keras.KerasTensor):
            self.asked.append(tuple(inputs.shape))
        return super().call(inputs)


def dense_of(kernel, bias):
    """A watched layer with these weights; nothing is asked of it yet."""
    dense = WatchedDense(kernel.shape[1])
    dense.build((None, kernel.shape[0]))
    dense.set_weights([kernel, bias])
    return dense


def known_mistakes(h, modulation):
    """Of h (batch or 1, points, units) and dense(z) (batch, 2·units)."""
    scale, shift = np.split(modulation[:, None].astype("float64"), 2, axis=-1)
    one = "where the dense layer gives 0 nothing changes: 1 + scale, not scale"
    order = "scales come first, then shifts: are the halves exchanged?"
    return [
        Mistake(h * scale + shift, one),
        Mistake(h * (1 + shift) + scale, order),
        Mistake(h * shift + scale, order),
        Mistake(h * (1 + scale), "the shift is missing"),
        Mistake(h + shift + 0 * scale, "the scale is missing"),
        Mistake((h + shift) * (1 + scale), "first the scale, then the shift: it is not scaled"),
        Mistake(h * (1 + scale) - shift, "the shift is added"),
        Mistake(
            h * (1 + modulation[:, None, ::2]) + modulation[:, None, 1::2],
            "the first half of the numbers are scales, the second half shifts: not by turns",
        ),
        Mistake(h * (1 + scale) + shift + h, "the scaled units take the place of h: no skip here"),
        Mistake(np.tanh(h * (1 + scale) + shift), "no activation: that is the next layer's"),
    ]


def check_values(attempt, pictures):
    """With units of `pictures` pictures: as many as there are z, or 1."""
    h, z = random(pictures, POINTS, UNITS, seed=1), random(BATCH, LATENT, seed=2)
    kernel, bias = random(LATENT, 2 * UNITS, seed=3), random(2 * UNITS, seed=4)
    dense = dense_of(kernel, bias)
    answer = attempt(h=tf.constant(h), z=tf.constant(z), dense=dense)
    modulation = z @ kernel + bias
    scale, shift = np.split(modulation[:, None].astype("float64"), 2, axis=-1)
    hint = "every picture has its own scales and shifts, the same for all of its points"
    shape = "scales and shifts are (batch, 1, units): an axis for the points, in the middle"
    known = known_mistakes(h, modulation)
    answer.equals(h * (1 + scale) + shift, known, hint, shape)
    numbers = sum(int(np.prod(shape)) for shape in dense.asked)
    came = f"the dense layer was given {', '.join(map(str, dense.asked)) or 'nothing'}"
    hint = "z is the same at every point: dense(z) once, and repeat what comes out (broadcasting)"
    once = numbers == BATCH * LATENT
    answer.must(once, "work that is repeated", came, f"({BATCH}, {LATENT}), once", hint)


def check_identity(attempt):
    h, z = random(BATCH, POINTS, UNITS, seed=5), random(BATCH, LATENT, seed=6)
    zeros = dense_of(np.zeros((LATENT, 2 * UNITS)), np.zeros(2 * UNITS))
    answer = attempt(h=tf.constant(h), z=tf.constant(z), dense=zeros)
    answer.equals(h, hint="a dense layer that gives 0 changes nothing: 1 + scale")


def check_in_a_network(attempt):
    """Batch and points are not known; then with numbers, of another size."""
    kernel, bias = random(LATENT, 2 * UNITS, seed=7), random(2 * UNITS, seed=8)
    h, z = keras.Input((None, UNITS)), keras.Input((LATENT,))
    answer = attempt(h=h, z=z, dense=dense_of(kernel, bias))
    hint = "inside a network tensors have no numbers yet: keras.ops from end to end"
    is_one = isinstance(answer.value, keras.KerasTensor)
    came = type(answer.value).__name__
    answer.must(is_one, "not for a network", came, "a Keras tensor", hint)
    network = keras.Model([h, z], answer.value)
    numbers = random(2, 7, UNITS, seed=9), random(2, LATENT, seed=10)
    scale, shift = np.split((numbers[1] @ kernel + bias)[:, None], 2, axis=-1)
    expected, came = numbers[0] * (1 + scale) + shift, "other numbers than outside a network"
    try:
        got = np.asarray(network([tf.constant(x) for x in numbers]))
    except (ValueError, tf.errors.InvalidArgumentError):
        got, came = np.empty(0), "an error about shapes"
    right = got.shape == expected.shape and np.allclose(got, expected, rtol=1e-3, atol=1e-5)
    hint = "is a size of the first call built in? Batch and points may be any number"
    answer.must(right, "another size", came, "the same for any batch and any points", hint)


def test_film(attempt):
    check_values(attempt, BATCH)
    check_identity(attempt)
    dense = dense_of(random(LATENT, 2 * UNITS, seed=11), random(2 * UNITS, seed=12))
    h, z = random(BATCH, POINTS, UNITS, seed=13), random(BATCH, LATENT, seed=14)
    attempt.must_pass_gradients("z", h=h, z=z, dense=dense)
    check_values(attempt, 1)
    check_in_a_network(attempt)
