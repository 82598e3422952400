"""Weight folders, shipped or of a training run: finding them and reading them without surprise.

generator.keras    z → images: a CPPN bound to the grid it was trained on
encoder.keras      images → z_mean, z_log_var (not for a GAN)
prior.npz          the mixture of codes, onto which N(0, I) is carried
codes.npz          labels, and the code of an ordinary test picture of each
card.json          how they were made
"""

import os
from pathlib import Path

import keras
import numpy as np

from cppn_keras import activations, layers  # noqa: F401 (registers what the files are made of)
from cppn_keras.arrays import read_npz_arrays
from cppn_keras.errors import UserError
from cppn_keras.files import ENCODER_FILE, GENERATOR_FILE, PRIOR_FILE, as_path, load_model
from cppn_keras.runs.prior import FARTHEST, MixturePrior

WEIGHTS = Path(__file__).parent / "weights"  # the shipped ones


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


def load_prior(path: Path) -> MixturePrior | None:
    """The learnt prior of a prior.npz, None where there is none.

    Raises UserError for a file that is damaged or not ours.
    """
    return MixturePrior.load(path) if path.exists() else None


def check_fit(folder: Path, generator, encoder, prior) -> None:
    """Raises UserError unless the networks of a folder belong together."""
    (_, latent_dim), image_shape = generator.input.shape, generator.output.shape
    if "grid" not in [layer.name for layer in generator.layers]:
        raise UserError(f"{folder / GENERATOR_FILE} was not made by cppn_keras (no layer 'grid').")
    if encoder is not None:
        codes = [output.shape[-1] for output in encoder.outputs]
        if codes != [latent_dim] * 2 or encoder.input.shape[1:] != image_shape[1:]:
            raise UserError(f"{folder / ENCODER_FILE} does not belong to the generator beside it.")
    if prior is not None and prior.latent_dim != latent_dim:
        raise UserError(f"{folder / PRIOR_FILE} does not belong to the generator beside it.")


def input_scale(cppn: keras.Model) -> float:
    """What a CPPN multiplies coordinates by: 8 for the post's MNIST network, 1 for ours."""
    names = [layer.name for layer in cppn.layers]
    return float(cppn.get_layer("scale_coordinates").scale) if "scale_coordinates" in names else 1.0


def subpixels_of(generator: keras.Model) -> int:
    """How many points a side a pixel of the training pictures had."""
    return generator.get_layer("grid").height // generator.output.shape[1]
