"""Weight folders, shipped or of a training run: finding them and reading them without surprise.

generator.keras    z → images: an `ImageGenerator`, or a network that draws at one size only
encoder.keras      images → z_mean, z_log_var (not for a GAN)
prior.npz          the mixture of codes, onto which N(0, I) is carried
codes.npz          labels, and the code of an ordinary test picture of each
directions.npz     steps that change one measure of a drawing, see `evaluation.directions`
card.json          how they were made
"""

import dataclasses
import os
from pathlib import Path

import keras
import numpy as np

from cppn_keras import networks  # noqa: F401 (registers what the files are made of)
from cppn_keras.arrays import read_npz_arrays
from cppn_keras.errors import UserError
from cppn_keras.files import (
    CODES_FILE,
    DIRECTIONS_FILE,
    ENCODER_FILE,
    GENERATOR_FILE,
    PRIOR_FILE,
    as_path,
    load_model,
)
from cppn_keras.names import MEASURED
from cppn_keras.runs.prior import FARTHEST, MixturePrior

WEIGHTS = Path(__file__).parents[1] / "weights"  # the shipped ones


@dataclasses.dataclass(frozen=True)
class Weights:
    """What a sampler draws with.

    Attributes:
        generator: z → images, or a CPPN that no grid has been chosen for.
        encoder: images → z_mean, z_log_var; None for a GAN and without training.
        prior: what turns N(0, I) into codes; None where none was learnt.
        digit_codes: {label: z} of an ordinary test picture of each label.
        directions: {name of a measure: step (latent,)}, see `evaluation.directions`.
    """

    generator: keras.Model
    encoder: keras.Model | None = None
    prior: MixturePrior | None = None
    digit_codes: dict[int, np.ndarray] = dataclasses.field(default_factory=dict)
    directions: dict[str, np.ndarray] = dataclasses.field(default_factory=dict)


def find_weights(source: str | Path) -> Path:
    """The folder of shipped weights by their name, or the folder that `source` is.

    Raises UserError where there are no weights.
    """
    shipped = sorted(path.parent.name for path in WEIGHTS.glob(f"*/{GENERATOR_FILE}"))
    if str(source) in shipped:
        return WEIGHTS / str(source)
    folder = as_path(source)
    if os.path.isfile(folder / GENERATOR_FILE):  # False, too, where a path is impossible
        return folder
    if os.path.isdir(folder):
        raise UserError(f"{folder} holds no weights (no {GENERATOR_FILE}): is it a training run?")
    raise UserError(
        f"no weights called {str(source)!r}: shipped are {', '.join(shipped) or 'none'}; "
        "or give the folder of a training run."
    )


def load_network(path: Path, inputs: int, optional: bool = False) -> keras.Model | None:
    """A `.keras` file with that many inputs; None for an optional one that is not there.

    Raises UserError, with the cause, for a file that is missing, damaged or another model.
    """
    if optional and not path.exists():
        return None
    model = load_model(path, compile=False)
    if len(getattr(model, "inputs", None) or ()) != inputs:
        raise UserError(f"{path} is a Keras model, but not the one that belongs there.")
    if not all(np.isfinite(weight).all() for weight in model.get_weights()):
        raise UserError(f"{path} holds weights that are NaN or infinite.")
    return model


def load_codes(path: Path, latent_dim: int) -> dict[int, np.ndarray]:
    """{label: z (latent,)} from a codes.npz, empty where there is none."""
    if not path.exists():
        return {}
    labels, codes = read_npz_arrays(path, ("labels", "codes"), most=1 << 26)
    whole = labels.dtype.kind in "iu" and labels.ndim == 1
    if not whole or codes.shape != (len(labels), latent_dim):
        raise UserError(f"{path} does not belong to the generator beside it.")
    if not (np.abs(codes) <= FARTHEST).all():  # NaN is not, either
        raise UserError(f"{path} holds codes that are NaN or far from all that training finds.")
    return dict(zip(labels.tolist(), codes.astype("float32"), strict=True))


def load_directions(path: Path, latent_dim: int) -> dict[str, np.ndarray]:
    """{measure: step (latent,)} from a directions.npz, empty where there is none."""
    if not path.exists():
        return {}
    found = dict(zip(MEASURED, read_npz_arrays(path, MEASURED, most=1 << 20), strict=True))
    for step in found.values():
        if step.shape != (latent_dim,) or not (np.abs(step) <= FARTHEST).all():
            raise UserError(f"{path} does not belong to the generator beside it.")
    return {name: step.astype("float32") for name, step in found.items()}


def load_weights(source: str | Path) -> Weights:
    """Shipped weights by their name ("mnist"), or those of a training run's folder.

    Raises:
        UserError: no such weights, or a file that is missing, damaged or not ours.
    """
    folder = find_weights(source)
    generator = load_network(folder / GENERATOR_FILE, inputs=1)
    if [len(shape) for shape in _shapes([*generator.inputs, *generator.outputs])] != [2, 4]:
        raise UserError(f"{folder / GENERATOR_FILE} is no generator: it does not draw z.")
    (_, latent_dim), image_shape = generator.inputs[0].shape, generator.outputs[0].shape[1:]
    encoder = load_network(folder / ENCODER_FILE, inputs=1, optional=True)
    if encoder is not None:
        fits = [(None, latent_dim)] * 2 == _shapes(encoder.outputs)
        if not fits or encoder.inputs[0].shape[1:] != image_shape:
            raise UserError(f"{folder / ENCODER_FILE} does not belong to the generator beside it.")
    prior = MixturePrior.load(folder / PRIOR_FILE) if (folder / PRIOR_FILE).exists() else None
    if prior is not None and prior.latent_dim != latent_dim:
        raise UserError(f"{folder / PRIOR_FILE} does not belong to the generator beside it.")
    codes = load_codes(folder / CODES_FILE, latent_dim)
    directions = load_directions(folder / DIRECTIONS_FILE, latent_dim)
    return Weights(generator, encoder, prior, codes, directions)


def _shapes(tensors) -> list[tuple]:
    return [tuple(tensor.shape) for tensor in tensors]
