"""What the layers of a CPPN do to their pre-activations: functions of one number.

They decide the style of the pictures: tanh bends, relu breaks, a sine repeats. `names.STYLES` is
the table of named styles. The functions that Keras does not have are registered, so `.keras` files
load them.
"""

from collections.abc import Callable, Sequence

import keras
import tensorflow as tf
from keras import ops

from cppn_keras.errors import UserError
from cppn_keras.names import STYLES, Activation, Style

LEAK = 0.2  # slope of a leaky relu below 0
registered = keras.saving.register_keras_serializable(package="cppn_keras")


@registered
def sine(x):
    """sin x: ripples that never end."""
    return ops.sin(x)


@registered
def absolute(x):
    """|x|: a fold."""
    return ops.abs(x)


@registered
def square_root(x):
    """√|x|: a fold with a crease, in which the slope has no bound."""
    return ops.sqrt(ops.maximum(ops.abs(x), 1e-6))  # at 0 the gradient would be NaN


@registered
def gaussian(x):
    """exp(-x²): a bump at 0, nothing far away."""
    return ops.exp(-ops.square(x))


@registered
def half_sine(x):
    """½ sin x + ½, an output in 0..1."""
    return 0.5 * ops.sin(x) + 0.5


@registered
def contour(x):
    """√(1 - |tanh x|), an output in 0..1: bright only along the curve where x is 0.

    Computed from 1 - |tanh x| = 2 sigmoid(-2|x|), which is exact where tanh rounds to 1.
    """
    return ops.exp(0.5 * ops.log_sigmoid(-2 * ops.abs(x))) * 2**0.5


@registered
def leaky_relu(x):
    """x above 0, x/5 below, as Keras's, in one pass over memory less: see `_leaky_relu`."""
    return _leaky_relu(x)


@tf.custom_gradient
def _leaky_relu(x):
    """The gradient is computed from the output, which has the sign of the input. So nobody needs
    the pre-activations later, and TensorFlow computes product, bias and this at once."""
    y = tf.nn.leaky_relu(x, LEAK)
    return y, lambda gradient: tf.raw_ops.LeakyReluGrad(gradients=gradient, features=y, alpha=LEAK)


NAMED = (sine, absolute, square_root, gaussian, half_sine, contour, leaky_relu)
OURS = {f.__name__: f for f in NAMED}


def style_of(style: str | Style | Sequence[Activation]) -> Style:
    """The style of a name in STYLES, or of a list of activations, one for each layer.

    Raises:
        UserError: a style that is neither a known name nor a list with something in it.
    """
    if isinstance(style, str):
        if style not in STYLES:
            raise UserError(f"unknown style {style!r}; known are {', '.join(STYLES)}.")
        return STYLES[style]
    if isinstance(style, Style):
        return style
    if not isinstance(style, Sequence) or not style:
        raise UserError("a style given as a list needs at least one activation.")
    return Style((), tuple(style), depth=len(style))


def activation_function(activation: Activation) -> Callable:
    """The function of an activation: ours or Keras's by name, or any function as it is.

    Raises:
        UserError: a name that neither knows.
    """
    if isinstance(activation, str) and activation in OURS:
        return OURS[activation]
    try:
        return keras.activations.get(activation)
    except (ValueError, TypeError):
        raise UserError(
            f"unknown activation {activation!r}; known are {', '.join(OURS)} and those of Keras, "
            "such as tanh, relu, softplus, sigmoid."
        ) from None


def activation_list(style: str | Sequence[Activation], depth: int | None = None) -> list:
    """The activation of each of `depth` layers, of as many as the style has when None.

    Raises:
        UserError: as `style_of`.
    """
    style = style_of(style)
    return style.layers(style.depth if depth is None else depth)
