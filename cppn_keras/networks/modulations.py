"""A picture's modulations as its code: all that a FiLM CPPN knows of a picture, laid open.

z says only what an encoder's few numbers can. The scales and shifts that a FiLM CPPN makes of z,
two for every unit, can be changed one by one: a longer code, for the same weights.
"""

import keras
from keras import ops

from cppn_keras.errors import UserError
from cppn_keras.networks.cppn import CPPN
from cppn_keras.networks.layers import ModulatedDense, Steepen


def modulation_count(cppn: keras.Model | None) -> int:
    """How many numbers the modulations of a picture are; 0 without FiLM, or without a CPPN."""
    return sum(2 * layer.units for layer in _modulated(cppn)) if cppn is not None else 0


def split_at_modulations(cppn: CPPN, steepness: float = 1.0) -> tuple[keras.Model, CPPN]:
    """Both halves of a FiLM CPPN, which share its weights.

    Args:
        steepness: edges are drawn so many times as steep as the CPPN itself draws them.

    Returns:
        z (batch, latent) → modulations (batch, 2·width·depth), and the CPPN whose latents they are.

    Raises:
        UserError: a CPPN without FiLM, or one that was saved before version 0.3.
    """
    layers = _modulated(cppn)
    if not layers:
        raise UserError(
            "this CPPN has no FiLM, or was saved before version 0.3: there is nothing to refine."
        )
    z, coordinates = cppn.inputs
    modulations = [layer.input[1] for layer in layers]  # (batch, 2·units) each
    of_z = keras.Model(z, ops.concatenate(modulations, axis=-1), name="modulations_of_z")
    rest = keras.Model([*modulations, coordinates], cppn.outputs[0], name="from_modulations")
    code = keras.Input((of_z.outputs[0].shape[-1],), name="modulations")
    ends, end = [], 0
    for tensor in modulations[:-1]:
        end += tensor.shape[-1]
        ends.append(end)
    places = keras.Input(coordinates.shape[1:], name="coordinates")
    colours = rest([*ops.split(code, ends, axis=-1), places])
    if steepness != 1.0:
        colours = Steepen(steepness, name="steepen")(colours)
    return of_z, CPPN([code, places], colours, cppn.input_scale, name=f"modulated_{cppn.name}")


def _modulated(cppn: keras.Model) -> list[ModulatedDense]:
    return [layer for layer in cppn.layers if isinstance(layer, ModulatedDense)]
