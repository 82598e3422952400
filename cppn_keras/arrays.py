"""Arrays from files that anybody may have made: read without surprise, or refused in one line.

`np.load` unpickles, or advises to; it gives bytes where an array is damaged, and believes a header
that asks for all the memory there is. Here sizes are added up before anything is decoded.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cppn_keras.errors import UserError, one_line

MAX_BYTES = 1 << 30  # of the arrays in one file: a million pictures of 32 x 32


def read_npz_arrays(
    path: Path, keys: Sequence[str], most: int = MAX_BYTES, optional: Sequence[str] = ()
) -> list[np.ndarray | None]:
    """The arrays of these names from an .npz file; None for an optional one that is not there.

    Raises:
        UserError: no regular file, damaged, encrypted, more than `most` bytes, or an array is
            missing or holds anything but numbers.
    """
    try:
        _check_regular(path)
        with path.open("rb") as file, _zip(file) as archive:
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            missing = [key for key in keys if key not in members and key not in optional]
            if missing:
                raise UserError(
                    f"{path} lacks {', '.join(missing)} (it holds {_names(list(members))}):"
                    f" it needs the arrays {', '.join(keys)}"
                )
            if (size := sum(members[key].file_size for key in keys if key in members)) > most:
                raise ValueError(f"it holds {size >> 20:,} MB, more than {most >> 20:,} MB")
            return [
                _read_member(archive, members[key], key) if key in members else None for key in keys
            ]
    except UserError:
        raise
    except Exception as error:  # zipfile, zlib, numpy and the system all have their own
        raise UserError(f"{path} is no readable .npz file ({one_line(error)})") from None


def read_npy(path: Path) -> np.ndarray:
    """The array of an .npy file, of at most MAX_BYTES. Raises UserError as `read_npz_arrays`."""
    try:
        _check_regular(path)
        with path.open("rb") as file:
            return _read_array(file, path.stat().st_size)
    except Exception as error:  # as above
        raise UserError(f"{path} is no readable .npy file ({one_line(error)})") from None


def _check_regular(path: Path) -> None:
    """Raises ValueError for pipes and devices, from which one could read for ever."""
    if path.exists() and not path.is_file():
        raise ValueError("it is no regular file")


def _zip(file: BinaryIO) -> zipfile.ZipFile:
    if not zipfile.is_zipfile(file):
        raise ValueError("it is empty, cut short or of another kind")
    return zipfile.ZipFile(file)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: str) -> np.ndarray:
    with archive.open(info) as file:
        try:
            return _read_array(file, info.file_size)
        except ValueError as error:
            raise ValueError(f"{key}: {one_line(error)}") from None


def _read_array(file: BinaryIO, size: int) -> np.ndarray:
    """An array of numbers from a stream of `size` bytes, which its header must account for."""
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(file)
    if version not in readers:
        raise ValueError(f"its format {version} is unknown")
    shape, fortran_order, dtype = readers[version](file)
    if dtype.kind not in "biuf":
        raise ValueError(f"it holds {dtype}, not numbers")
    count = int(np.prod(shape, dtype=object))
    if min(shape, default=0) < 0 or not 0 <= count * dtype.itemsize <= min(size, MAX_BYTES):
        raise ValueError(f"its header asks for {shape} {dtype}, more than there is")
    array = np.empty(count, dtype)
    got = file.readinto(memoryview(array).cast("B")) if count else 0
    if got != array.nbytes or file.read(1):  # a zip checks its sum where it finds the end
        raise ValueError("it is not as long as its header says")
    return array.reshape(shape, order="F" if fortran_order else "C")


def _names(names: list[str]) -> str:
    """A few names for a message: 'a, b, c, d and 3 more'."""
    if not names:
        return "nothing"
    rest = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(f"{name:.40}" for name in names[:4]) + rest
