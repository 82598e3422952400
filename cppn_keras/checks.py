"""What values given from Python must be: each function returns the value or says why not."""

import contextlib
import math
import os
from pathlib import Path

import numpy as np

from cppn_keras.errors import UserError
from cppn_keras.files import gigabytes

MAX_SEED = 2**31 - 1


def whole(value: int, low: int, high: int, what: str) -> int:
    """A whole number from `low` to `high`. Raises UserError for anything else, 5.0 included."""
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not (is_whole and low <= value <= high):
        raise UserError(f"{what} must be a whole number from {low} to {high}, not {value!r:.60}.")
    return int(value)


def seed_of(value: int) -> int:
    """A seed: 0 to 2147483647. Raises UserError for anything else."""
    return whole(value, 0, MAX_SEED, "a seed")


def positive(value: float, what: str) -> float:
    """A finite number above 0. Raises UserError for anything else."""
    number = math.nan
    if not isinstance(value, str | bytes | bool):
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise UserError(f"{what} must be a number above 0, not {value!r:.60}.")
    return number


def numbers(values, what: str) -> np.ndarray:
    """Finite real numbers as an array. Raises UserError for anything else."""
    try:
        array = np.asarray(values)
        wrong = array.dtype.kind not in "buif" or not np.isfinite(array).all()
    except (TypeError, ValueError):  # lists of different lengths
        wrong = True
    if wrong:
        raise UserError(f"{what} must be finite numbers; these hold NaN or something else.")
    return array


def check_memory(size: int, what: str) -> None:
    """Raises UserError, before long work, if `size` bytes are more than this machine has."""
    if size > (most := memory()):
        raise UserError(
            f"{what} would take {gigabytes(size)} of memory, and this machine has "
            f"{gigabytes(most)}: ask for fewer or smaller pictures."
        )


def memory() -> float:
    """Bytes that this process may use at most, infinite where nobody knows."""
    sizes = [math.inf]
    with contextlib.suppress(AttributeError, ValueError, OSError):  # Windows
        sizes.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with contextlib.suppress(ValueError, OSError):  # a container's limit; "max" for none
        sizes.append(int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return min(size for size in sizes if size > 0)
