"""Recipes: each is what its name says, computed again in NumPy, and survives a file."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.names import STYLES
from cppn_keras.networks.activations import OURS, activation_list, style_of

Z = np.array([0.3, -0.5, 0.9])
IN_NUMPY = {
    "tanh": np.tanh,
    "softplus": lambda x: np.log1p(np.exp(x)),
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "sine": np.sin,
    "absolute": np.abs,
    "square_root": lambda x: np.sqrt(np.abs(x)),
    "gaussian": lambda x: np.exp(-x * x),
    "half_sine": lambda x: np.sin(x) / 2 + 0.5,
    "contour": lambda x: np.sqrt(1 - np.abs(np.tanh(x))),
}
AS_IN_2016 = {  # hidden layers and output of the posts and their programs
    "tanh": ("tanh tanh tanh tanh", "sigmoid", False),
    "contours": ("tanh tanh tanh tanh", "contour", False),
    "alternating": ("tanh softplus tanh softplus", "sigmoid", False),
    "alternating-sine": ("tanh softplus tanh softplus", "half_sine", False),
    "residual-tanh": ("tanh tanh tanh tanh", "sigmoid", True),
    "softplus-tanh": ("softplus tanh tanh tanh", "sigmoid", False),
    "cifar-tanh": ("tanh " * 8, "sigmoid", False),
    "cifar-relu-tanh": ("relu" + " tanh" * 7, "sigmoid", False),
    "cifar-repeating": ("relu" + " tanh relu" * 7, "sigmoid", False),
}


def small(style, seed=1, **options):
    options = {"width": 6, "input_scale": 2.0, "weight_stddev": 0.7, "seed": seed, **options}
    return networks.build_cppn(3, 2, style=style, **options)


def picture(cppn, z, size=12):
    grid = coordinate_grid(size, size)[None]
    return np.asarray(cppn([np.float32(z)[None], grid])[0])


def in_numpy(cppn, z, hidden, output, residual, scale=2.0):
    """A CPPN layer by layer, z copied beside every coordinate as in 2016."""
    of_z, bias, of_place, *rest = (np.asarray(w, "float64") for w in cppn.get_weights())
    grid = coordinate_grid(12, 12).astype("float64")
    h = IN_NUMPY[hidden[0]](scale * (z @ of_z + grid @ of_place) + bias)
    *layers, (kernel, last) = zip(rest[::2], rest[1::2], strict=True)
    for name, (w, b) in zip(hidden[1:], layers, strict=True):
        above = IN_NUMPY[name](h @ w + b)
        h = h + above if residual else above
    return IN_NUMPY[output](h @ kernel + last)


@pytest.mark.parametrize("name", AS_IN_2016)
def test_styles_have_the_layers_of_the_posts(name):
    style = STYLES[name]
    found = " ".join(activation_list(name)), style.output, style.residual
    layers, *rest = AS_IN_2016[name]
    assert found == (layers.strip(), *rest)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_draws_what_numpy_draws_and_survives_a_file(name, tmp_path):
    cppn, z = small(name), Z
    style = STYLES[name]
    drawn = picture(cppn, z)
    expected = in_numpy(cppn, z, activation_list(name), style.output, style.residual)
    np.testing.assert_allclose(drawn, expected, atol=3e-3)
    assert np.isfinite(drawn).all() and drawn.min() >= 0 and drawn.max() <= 1
    cppn.save(tmp_path / "cppn.keras")
    loaded = keras.saving.load_model(tmp_path / "cppn.keras")
    np.testing.assert_array_equal(picture(loaded, z), drawn)


def test_styles_differ():
    drawn = {name: picture(small(name), Z) for name in STYLES}
    for a, b in itertools.combinations(drawn, 2):
        assert np.abs(drawn[a] - drawn[b]).max() > 0.01, (a, b)


def wave(x):
    return keras.ops.abs((x + 1) % 4 - 2) - 1


@pytest.mark.parametrize("name", [["relu", "tanh", "gaussian"], ("sine", wave), [wave]])
def test_a_list_of_ones_own(name):
    IN_NUMPY[wave] = lambda x: np.abs((x + 1) % 4 - 2) - 1
    cppn, z = small(name, output="half_sine"), Z
    expected = in_numpy(cppn, z, name, "half_sine", residual=False)
    np.testing.assert_allclose(picture(cppn, z), expected, atol=1e-4)
    assert activation_list(name, 5) == (list(name) * 5)[:5]


@pytest.mark.parametrize("name", OURS)
def test_functions_and_their_slopes_are_finite_everywhere(name):
    x = tf.constant([-1e4, -90.0, -20.0, -0.3, 0.0, 1e-9, 0.3, 20.0, 90.0, 1e4])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = OURS[name](x)
    np.testing.assert_allclose(y, IN_NUMPY[name](np.float64(x)), atol=2e-3)
    assert np.isfinite(tape.gradient(y, x)).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"style": ["tanhh"]}, "unknown activation 'tanhh'"),
        ({"style": [3]}, "unknown activation 3"),
        ({"style": 3}, "at least one activation"),
        ({"style": "tanh", "output": "sigmoyd"}, "unknown activation 'sigmoyd'"),
        ({"style": "tanh", "hsv": True}, "are 3 channels, not 2"),
    ],
)
def test_mistakes_are_named(options, message):
    with pytest.raises(UserError, match=message):
        small(**options)


def test_a_style_is_taken_as_it_is():
    assert style_of(STYLES["contours"]) is STYLES["contours"]
