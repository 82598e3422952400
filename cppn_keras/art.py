"""Abstract art: a CPPN with random weights, exposed so that hardly any seed is left in the dark."""

from collections.abc import Sequence

import keras
import numpy as np

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.sampler import Sampler

PREVIEW = (54, 96)  # height, width of the picture by which the exposure is measured
CONTRAST = 2.0  # wanted standard deviation of what goes into the output activation
HUES = 0.7  # wanted standard deviation of the hue, in radians


def random_art(
    seed: int = 0,
    recipe: str | Sequence = "alternating",
    colour: str = "hsv",
    scale: float = 10.0,
    width: int = 32,
    depth: int | None = 6,
    **options,
) -> tuple[keras.Model, np.ndarray]:
    """A CPPN and a z (latent,) that make a picture; the same for the same arguments.

    Args:
        recipe, colour, scale, options: as those of `Sampler`.
        width, depth: units of a hidden layer, and how many layers; None for the recipe's own.

    Raises:
        UserError: as `Sampler`.
    """
    sampler = Sampler(
        scale=scale,
        net_size=width,
        recipe=recipe,
        seed=seed,
        colour=colour,
        depth=depth,
        **options,
    )
    z = sampler.generate_z()
    expose(sampler.cppn, z)
    return sampler.cppn, z


def expose(cppn: keras.Model, z: np.ndarray) -> None:
    """Shifts and scales the output layer so that the picture of z is neither dark nor blank.

    Random weights put the sums of the output anywhere: often far from 0 in the whole picture,
    which is then all black or all white. As a camera does, this measures a small preview, and
    gives the sums of each channel mean 0 and a fixed spread over the picture.
    """
    preview = keras.Model(cppn.inputs, cppn.get_layer("output").input)
    points = coordinate_grid(*PREVIEW, radius=cppn.inputs[1].shape[-1] == 3)
    h = np.asarray(preview([z[None], points[None]])[0], "float64")  # (points, units)
    for name, wanted in (("output", CONTRAST), ("hue", HUES)):
        if name not in [layer.name for layer in cppn.layers]:
            continue
        layer = cppn.get_layer(name)
        kernel, bias = layer.get_weights()
        sums = h @ kernel  # (points, channels)
        gain = wanted / np.maximum(sums.std(axis=0), 1e-6)
        middle = -sums.mean(axis=0) * gain if name == "output" else bias
        layer.set_weights([kernel * gain, middle])
