"""Abstract art: a CPPN with random weights, exposed so that hardly any seed is left in the dark."""

from collections.abc import Sequence

import keras
import numpy as np

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.networks import CPPN
from cppn_keras.sampler import Sampler

PREVIEW = (54, 96)  # height, width of the picture by which the exposure is measured
# Wanted standard deviations: of what goes into the output activation, and of the hue in radians.
SPREADS = {"output": 2.0, "hue": 0.7}


def random_art(
    seed: int = 0,
    style: str | Sequence = "alternating",
    colour: str = "hsv",
    scale: float = 10.0,
    **options,
) -> tuple[CPPN, np.ndarray]:
    """A CPPN and a z (latent,) that make a picture; the same for the same arguments.

    All arguments are those of `Sampler`; `depth` is 6 layers unless told otherwise.

    Raises:
        UserError: as `Sampler`.
    """
    sampler = Sampler(scale=scale, style=style, seed=seed, colour=colour, **{"depth": 6, **options})
    z = sampler.generate_z()
    expose(sampler.cppn, z)
    return sampler.cppn, z


def expose(cppn: CPPN, z: np.ndarray) -> None:
    """Shifts and scales the output layer so that the picture of z is neither dark nor blank.

    Random weights put the output's pre-activations anywhere: often far from 0 in the whole
    picture, which is then all black or all white. As a camera does, this measures a small preview,
    and gives each channel's pre-activations mean 0 and a fixed spread over the picture.

    Raises:
        UserError: a CPPN that `networks.build_cppn` has not made.
    """
    if "output" not in cppn.output_layers:
        raise UserError("only a CPPN made by networks.build_cppn can be exposed.")
    preview = keras.Model(cppn.inputs, cppn.output_layers["output"].input)
    points = coordinate_grid(*PREVIEW, radius=cppn.radius)
    h = np.asarray(preview([z[None], points[None]])[0], "float64")  # (points, units)
    for name, layer in cppn.output_layers.items():
        kernel, bias = layer.get_weights()
        before = h @ kernel  # pre-activations but for the bias, (points, channels)
        gain = SPREADS[name] / np.maximum(before.std(axis=0), 1e-6)
        middle = -before.mean(axis=0) * gain if name == "output" else bias
        layer.set_weights([kernel * gain, middle])
