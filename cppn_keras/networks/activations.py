"""What the layers of a CPPN do to their sums: functions of one number, and named recipes of them.

The recipe decides the style: tanh bends, relu breaks, a sine repeats. The functions that Keras
does not have are registered, so `.keras` files load them. Sources: "Generating Abstract Patterns
with TensorFlow" and its program for the first block of `ACTIVATIONS`, "Generating Large Images
from Latent Vectors" and "The Frog of CIFAR 10" (2016) for the second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras
from keras import ops

from cppn_keras.errors import UserError

Activation = str | Callable
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


OURS = {f.__name__: f for f in (sine, absolute, square_root, gaussian, half_sine, contour)}


@dataclass(frozen=True)
class Style:
    """A recipe: which activation each layer of a CPPN has.

    Attributes:
        first: those of the first layers.
        repeated: those of all further layers, in turn.
        output: that of the output, into 0..1.
        residual: each layer is added to what it was made from, from the second on.
        depth: hidden layers when none are asked for.
    """

    first: tuple[Activation, ...]
    repeated: tuple[Activation, ...]
    output: Activation = "sigmoid"
    residual: bool = False
    depth: int = 4

    def layers(self, depth: int) -> list[Activation]:
        """The activation of each of `depth` hidden layers."""
        return [*self.first, *(self.repeated * depth)][:depth]


ACTIVATIONS: dict[str, Style] = {
    "tanh": Style((), ("tanh",)),
    "contours": Style((), ("tanh",), output="contour"),
    "alternating": Style((), ("tanh", "softplus")),
    "alternating-sine": Style((), ("tanh", "softplus"), output="half_sine"),
    "residual-tanh": Style((), ("tanh",), residual=True),
    "absolute": Style((), ("tanh", "absolute")),
    "square-root": Style((), ("tanh", "square_root")),
    "gaussian": Style((), ("gaussian",)),
    #
    "softplus-tanh": Style(("softplus",), ("tanh",)),
    "cifar-tanh": Style((), ("tanh",), depth=8),
    "cifar-relu-tanh": Style(("relu",), ("tanh",), depth=8),
    "cifar-repeating": Style((), ("relu", "tanh"), depth=15),
    "relu-tanh": Style(("relu",), ("tanh",)),
    "leaky-relu": Style((), ("leaky_relu",)),
}


def style_of(recipe: str | Sequence[Activation]) -> Style:
    """The style of a name in ACTIVATIONS, or of a list of activations, one for each layer.

    Raises:
        UserError: a recipe that is neither a known name nor a list with something in it.
    """
    if isinstance(recipe, str):
        if recipe not in ACTIVATIONS:
            known = ", ".join(ACTIVATIONS)
            raise UserError(f"unknown activation recipe {recipe!r}; known are {known}.")
        return ACTIVATIONS[recipe]
    if isinstance(recipe, Style):
        return recipe
    if not isinstance(recipe, Sequence) or not recipe:
        raise UserError("a recipe given as a list needs at least one activation.")
    return Style((), tuple(recipe), depth=len(recipe))


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


def activation_list(recipe: str | Sequence[Activation], depth: int | None = None) -> list:
    """The activation of each of `depth` layers, of as many as the recipe has when None.

    Raises:
        UserError: as `style_of`.
    """
    style = style_of(recipe)
    return style.layers(style.depth if depth is None else depth)
