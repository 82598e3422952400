"""Readers for the files datasets come in: npz, IDX (MNIST's own format), CIFAR-10's batches.

Every reader returns the same four arrays, checked: train_images uint8 (N, H, W, C),
train_labels int64 (N,), test_images, test_labels. A file that is not what it should be is named
in a one-line UserError. Nothing here runs code that a file brings along: npz files are read
without pickle, CIFAR-10's pickles with a reader that knows NumPy arrays only.
"""

import gzip
import io
import pickle
import tarfile
import zlib
from pathlib import Path

import numpy as np

from cppn_keras.arrays import MAX_BYTES, read_npz_arrays
from cppn_keras.errors import UserError, one_line

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]

NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")
IDX_FILES = (  # the order of NPZ_KEYS
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
CIFAR_FOLDER = "cifar-10-batches-py"
CIFAR_BATCHES = tuple(f"data_batch_{i}" for i in range(1, 6))


def read_npz(path: Path) -> Arrays:
    """The four arrays of an .npz file with the keys x_train, y_train, x_test, y_test.

    Images may be uint8 (N, H, W) or (N, H, W, C) with 1 or 3 channels, labels any integers of
    shape (N,) or (N, 1). Raises UserError otherwise.
    """
    return check_arrays(read_npz_arrays(path, NPZ_KEYS), path)


def check_arrays(raw: list[np.ndarray], where: Path) -> Arrays:
    """Check shapes and dtypes and give every array its final shape.

    Images (N, H, W) become (N, H, W, 1), labels (N, 1) become (N,), labels become int64.
    """
    train_images, test_images = (_check_images(raw[i], NPZ_KEYS[i], where) for i in (0, 2))
    if train_images.shape[1:] != test_images.shape[1:]:
        raise UserError(
            f"{where}: training pictures are {train_images.shape[1:]},"
            f" test pictures {test_images.shape[1:]}: they must have one shape"
        )
    train_labels = _check_labels(raw[1], NPZ_KEYS[1], len(train_images), where)
    test_labels = _check_labels(raw[3], NPZ_KEYS[3], len(test_images), where)
    return train_images, train_labels, test_images, test_labels


def _check_images(images: np.ndarray, key: str, where: Path) -> np.ndarray:
    if images.dtype != np.uint8:
        raise UserError(f"{where}: {key} is {images.dtype}, it must be uint8 (0 to 255)")
    if images.ndim == 3:
        images = images[..., np.newaxis]  # (N, H, W) → (N, H, W, 1)
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or 0 in images.shape:
        raise UserError(
            f"{where}: {key} has the shape {images.shape},"
            " it must be (N, H, W), (N, H, W, 1) or (N, H, W, 3) and not empty"
        )
    return images


def _check_labels(labels: np.ndarray, key: str, count: int, where: Path) -> np.ndarray:
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]  # (N, 1) → (N,), as Keras has CIFAR-10
    if labels.dtype.kind not in "iu" or labels.shape != (count,):
        raise UserError(
            f"{where}: {key} is {labels.dtype} {labels.shape}, it must be {count} integers"
        )
    return labels.astype(np.int64)


def read_idx_folder(folder: Path) -> Arrays:
    """The four arrays from the four IDX files (gzip) that MNIST and Fashion-MNIST come in."""
    missing = [name for name in IDX_FILES if not (folder / name).is_file()]
    if missing:
        raise UserError(f"{folder} lacks {', '.join(missing)}")
    return check_arrays([read_idx(folder / name) for name in IDX_FILES], folder)


def read_idx(path: Path) -> np.ndarray:
    """One gzipped IDX file of bytes: uint8 (N, H, W) for pictures, (N,) for labels."""
    try:
        with gzip.open(path, "rb") as file:
            content = file.read(MAX_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path} is no readable gzip file ({one_line(error)})") from error
    # Magic number: 0, 0, 8 (the values are bytes), the number of axes; then each axis's length.
    axes = content[3] if content[:3] == b"\x00\x00\x08" and len(content) > 3 else 0
    header = 4 + 4 * axes
    if axes not in (1, 3) or len(content) < header:
        raise UserError(f"{path} is no IDX file of bytes")
    shape = [int(length) for length in np.frombuffer(content[4:header], ">u4")]
    expected = int(np.prod(shape, dtype=object))
    if len(content) - header != expected:
        raise UserError(f"{path} holds {len(content) - header} values, its header says {expected}")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def read_cifar_folder(folder: Path) -> Arrays:
    """The four arrays from CIFAR-10's unpacked batches, in `folder` or one level below."""
    if not (folder / "test_batch").exists() and (folder / CIFAR_FOLDER).is_dir():
        folder = folder / CIFAR_FOLDER  # Keras 3 unpacks to cifar-10-batches-py-target/
    missing = [name for name in (*CIFAR_BATCHES, "test_batch") if not (folder / name).is_file()]
    if missing:
        raise UserError(f"{folder} lacks {', '.join(missing)}")
    return _read_cifar(lambda name: (folder / name).read_bytes(), folder)


def read_cifar_archive(path: Path) -> Arrays:
    """The four arrays straight from cifar-10-python.tar.gz, without unpacking it."""
    try:
        with tarfile.open(path, "r:*") as archive:
            return _read_cifar(
                lambda name: archive.extractfile(f"{CIFAR_FOLDER}/{name}").read(MAX_BYTES), path
            )
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path} is no readable tar archive, or is cut short") from error


def _read_cifar(read, where: Path) -> Arrays:
    batches = [_parse_cifar(read, name, where) for name in (*CIFAR_BATCHES, "test_batch")]
    train_images, train_labels = (
        np.concatenate([batch[part] for batch in batches[:-1]]) for part in (0, 1)
    )
    return check_arrays([train_images, train_labels, *batches[-1]], where)


def _parse_cifar(read, name: str, where: Path) -> tuple[np.ndarray, np.ndarray]:
    """One batch: images uint8 (n, 32, 32, 3), labels (n,)."""
    try:
        batch = _ArrayUnpickler(io.BytesIO(read(name)), encoding="bytes").load()
        data, labels = batch[b"data"], np.array(batch[b"labels"])
        if data.dtype != np.uint8:
            raise ValueError(f"its pictures are {data.dtype}")
        images = data.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)  # planes → (n, 32, 32, 3)
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise UserError(f"{where}: {name} is no CIFAR-10 batch ({one_line(error)})") from error
    return images, labels


class _ArrayUnpickler(pickle.Unpickler):
    """Reads NumPy arrays and plain Python values, and refuses everything else."""

    _RECONSTRUCT = (  # the same function, before and since NumPy 2
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
    )

    def find_class(self, module: str, name: str):
        if module == "numpy" and name in ("ndarray", "dtype"):
            return getattr(np, name)
        if (module, name) in self._RECONSTRUCT:
            return np._core.multiarray._reconstruct
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")
