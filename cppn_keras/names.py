"""The names and limits that the command line offers and the library keeps to, each in one place.

Only the standard library is imported, so that `--help` answers at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MAX_SEED = 2**31 - 1
MAX_SIDE = 65_536  # pixels a side of a picture; one of this size takes hours
MAX_POSTER_SIDE = 1_048_576  # of a Deep Zoom poster; float32 still tells its pixels apart
MAX_PROCESSES = 1024  # that draw one poster

# Training recipes: a file each.
RECIPES = tuple(
    sorted(
        path.stem.replace("_", "-") for path in Path(__file__).parent.glob("runs/recipes/[a-z]*.py")
    )
)
PRIORS = ("learnt", "mixture", "plain")  # see `Sampler.generate_z`
MEASURED = ("slant", "thickness", "width", "roundness")  # of a drawing, see `evaluation.shape`
COLOURS = {"grey": 1, "rgb": 3, "hsv": 3}  # channels
EASINGS = ("linear", "sine", "smooth")  # see `rendering.paths`
INTERPOLATIONS = ("linear", "spherical")

# Still formats: suffix → the module of `rendering` whose `write` makes it, and what it is.
FORMATS = {
    ".png": ("formats.png", "one picture"),
    ".svg": ("formats.svg", "outlines of ink, as curves"),
    ".dzi": ("deepzoom.poster", "tiles to zoom into (Deep Zoom)"),
    ".tif": ("formats.tiff", "a tiled BigTIFF"),
    ".tiff": ("formats.tiff", "the same"),
}

Activation = str | Callable


@dataclass(frozen=True)
class Style:
    """Which activation each layer of a CPPN has; this makes the character of its pictures."""

    first: tuple[Activation, ...]  # those of the first layers
    repeated: tuple[Activation, ...]  # those of all further layers, in turn
    output: Activation = "sigmoid"  # that of the output, into 0..1
    residual: bool = False  # each layer is added to what it was made from, from the second on
    depth: int = 4  # hidden layers when none are asked for

    def layers(self, depth: int) -> list[Activation]:
        """The activation of each of `depth` hidden layers."""
        return [*self.first, *(self.repeated * depth)][:depth]


# The first block is from "Generating Abstract Patterns with TensorFlow" and its program, the second
# from "Generating Large Images from Latent Vectors" and "The Frog of CIFAR 10" (all 2016).
STYLES: dict[str, Style] = {
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
