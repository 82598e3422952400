"""What a command draws: the z and the size that its options ask for."""

from argparse import Namespace

import numpy as np

from cppn_keras.errors import UserError
from cppn_keras.sampler import Sampler


def check_picture(options: Namespace) -> None:
    """Raises UserError for a --picture without the digit that it is a picture of."""
    if options.picture is not None and options.digit is None:
        raise UserError("--picture says which test picture of a digit: give --digit, too.")


def chosen_z(sampler: Sampler, options: Namespace) -> np.ndarray:
    """The code of a test picture where there is a --digit, otherwise a random z: (latent,)."""
    if options.digit is None:
        return sampler.generate_z()
    return code_of(sampler, options.digit, options.picture)


def code_of(sampler: Sampler, digit: int, which: int | None) -> np.ndarray:
    """The code of the `which`-th test picture of a digit, (latent,), which needs MNIST; of an
    ordinary one, whose code is kept with the weights, when None."""
    if which is None and digit in sampler.digit_codes:
        return sampler.digit_codes[digit]
    which = which or 0
    found = np.flatnonzero(sampler.mnist.test_labels == digit)
    if which >= len(found):
        raise UserError(f"MNIST has {len(found)} test pictures of {digit}; none is number {which}.")
    return sampler.encode(sampler.mnist.test_images[found[which]])


def side_of(sampler: Sampler, asked: int | None, usual: int | None = None) -> int:
    """Pixels a side: as asked for, else the usual number where there is a CPPN to draw it, else
    that of the training pictures."""
    trained = sampler.image_size[0]
    return asked or (usual if usual and sampler.cppn is not None else trained)
