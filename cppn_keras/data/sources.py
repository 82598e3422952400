"""Where pictures come from: one function, `load`, and the order in which it looks.

An explicit path, then the folder $CPPN_KERAS_DATA, then Keras's cache, then a download unless
CPPN_KERAS_OFFLINE=1; the environment is read at each call. What is found first is used or
refused: a damaged file is named, never skipped, and no dataset stands in for another.
"""

import difflib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cppn_keras.checks import seed_of, whole
from cppn_keras.data.download import REMOTES, DownloadError, fetch, keras_cache
from cppn_keras.data.formats import (
    Arrays,
    read_cifar_archive,
    read_cifar_folder,
    read_idx_folder,
    read_npz,
)
from cppn_keras.errors import UserError

DRAWN = ("strokes", "ink")  # by this package
KNOWN_NAMES = ("mnist", "fashion_mnist", "cifar10", *DRAWN)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Pictures and their labels, ready to train on."""

    name: str
    train_images: np.ndarray  # uint8 (N, H, W, C), C is 1 or 3
    train_labels: np.ndarray  # int64 (N,)
    test_images: np.ndarray  # uint8 (M, H, W, C)
    test_labels: np.ndarray  # int64 (M,)
    source: str  # one line: what it is and where it came from
    synthetic: bool = False  # drawn by this package, not by people

    def of_class(self, *labels: int) -> "Dataset":
        """The same dataset with these labels only; raises UserError for one it does not hold."""
        for label in labels:
            whole(label, -(2**62), 2**62, "each class, as in of_class(1, 2),")
        present = np.unique(self.train_labels)
        absent = [label for label in labels if label not in present]
        if absent or not labels:
            asked = f"no class {', '.join(map(str, absent))}" if absent else "no class: name one"
            raise UserError(f"{self.name} holds {asked}; its classes are {_listed(present)}")
        train = np.isin(self.train_labels, labels)
        test = np.isin(self.test_labels, labels)
        return replace(
            self,
            train_images=self.train_images[train],
            train_labels=self.train_labels[train],
            test_images=self.test_images[test],
            test_labels=self.test_labels[test],
            source=f"{self.source}; only classes {_listed(sorted(set(labels)))}",
        )

    def digest(self) -> str:
        """16 hexadecimal digits of the sha256 of the training images, their shape and labels."""
        digest = hashlib.sha256(str(self.train_images.shape).encode())
        digest.update(np.ascontiguousarray(self.train_images))
        digest.update(np.ascontiguousarray(self.train_labels, dtype="<i8"))
        return digest.hexdigest()[:16]


@dataclass(frozen=True)
class _Layout:
    """One form in which a dataset lies in a folder."""

    path: str  # relative to the folder
    read: Callable[[Path], Arrays]
    marker: str = ""  # a file that must be there for the form to be recognised

    def found_in(self, folder: Path) -> bool:
        return os.path.exists(folder / self.path / self.marker)


_SHAPES = {"mnist": (28, 28, 1), "fashion_mnist": (28, 28, 1), "cifar10": (32, 32, 3)}
_TITLES = {"mnist": "MNIST", "fashion_mnist": "Fashion-MNIST", "cifar10": "CIFAR-10"}
_LAYOUTS = {
    "mnist": (_Layout("mnist.npz", read_npz),),
    "fashion_mnist": (
        _Layout("fashion_mnist.npz", read_npz),
        _Layout("fashion-mnist", read_idx_folder),
    ),
    "cifar10": (
        _Layout("cifar10.npz", read_npz),
        _Layout("cifar-10-batches-py", read_cifar_folder),
        _Layout("cifar-10-batches-py-target", read_cifar_folder),  # as Keras 3 unpacks it
        _Layout("cifar-10-batches-py-target_archive", read_cifar_archive),  # as Keras 3 saves it
        _Layout("cifar-10-batches-py.tar.gz", read_cifar_archive),  # as Keras 2 saved it
        _Layout("cifar-10-python.tar.gz", read_cifar_archive),  # as its author offers it
        _Layout("cifar10_frog_truck.npz", read_npz),  # classes 6 and 9; _named says so
    ),
}
# Where a path is given it may also be the folder of the files itself.
_BARE = {
    "fashion_mnist": (_Layout("", read_idx_folder, "train-images-idx3-ubyte.gz"),),
    "cifar10": (_Layout("", read_cifar_folder, "data_batch_1"),),
}


def load(
    name: str | os.PathLike,
    *,
    path: str | os.PathLike | None = None,
    seed: int = 0,
    size: int | None = None,
) -> Dataset:
    """Find a dataset and read it.

    Args:
        name: "mnist", "fashion_mnist", "cifar10", "strokes" or "ink"; or the path of a folder
            of pictures, or of an .npz file with x_train, y_train, x_test and y_test.
        path: where the named dataset lies, a file or a folder; nothing else is looked at then.
        seed: for "strokes" and "ink" which drawings, for a folder which pictures are kept for
            testing.
        size: for a folder, the height and width to resize to; None keeps a size that all
            pictures share, and is 28 otherwise.

    Returns:
        A Dataset; its `source` says in one line where it came from.

    Raises:
        UserError: nothing found (the message lists what was tried), or a damaged file.
    """
    for text in (name, path):
        if text is not None and not isinstance(text, str | os.PathLike):
            raise UserError(f"a dataset is named by a word or a path, not {text!r:.60}")
    seed = seed_of(seed)
    if name not in KNOWN_NAMES:
        if path is not None:
            raise UserError(f"path goes with a known name ({', '.join(KNOWN_NAMES)}), not {name}")
        return _load_path(name, seed, size)
    if name not in DRAWN:
        return _load_named(name, path)
    if path is not None:
        raise UserError(f"{name} are drawn, not read: leave out the path {path}")
    return _draw(name, seed)


def _draw(name: str, seed: int) -> Dataset:
    from cppn_keras.data.ink import ink_drawings
    from cppn_keras.data.strokes import stroke_digits

    arrays = {"strokes": stroke_digits, "ink": ink_drawings}[name](seed=seed)
    source = f"{name}: {_counts(arrays)}, drawn by cppn_keras (synthetic, seed {seed})"
    return Dataset(name, *arrays, source=source, synthetic=True)


def _load_path(name: str | os.PathLike, seed: int, size: int | None) -> Dataset:
    """A folder of pictures or an .npz file."""
    text = os.fspath(name)
    path = Path(os.path.expanduser(text))
    if text and os.path.isdir(path):  # False, too, where a path is impossible
        from cppn_keras.data.folder import read_folder

        arrays, note = read_folder(path, seed=seed, size=size)
        source = f"folder {path}: {_counts(arrays)}; {note}"
        return Dataset(path.resolve().name, *arrays, source=source)
    if os.path.isfile(path):
        if path.suffix.lower() != ".npz":
            raise UserError(f"{path} is no dataset: give a folder of pictures or an .npz file")
        arrays = read_npz(path)
        return Dataset(path.stem, *arrays, source=f"{path.stem}: {_counts(arrays)} from {path}")
    if isinstance(name, os.PathLike) or path.suffix == ".npz" or {"/", os.sep} & set(text):
        raise UserError(f"{path} does not exist: give a folder of pictures or an .npz file")
    closest = difflib.get_close_matches(text.lower(), KNOWN_NAMES, n=1, cutoff=0.5)
    hint = f" (did you mean {closest[0]}?)" if closest else ""
    raise UserError(
        f"there is no dataset {text!r}{hint}: the known ones are {', '.join(KNOWN_NAMES)};"
        " the path of a folder of pictures or of an .npz file works too"
    )


def _load_named(name: str, path: str | os.PathLike | None) -> Dataset:
    """Explicit path → $CPPN_KERAS_DATA → Keras's cache → download into that cache."""
    if path is not None:
        return _load_given(name, Path(os.path.expanduser(path)))
    tried = []
    if given := os.environ.get("CPPN_KERAS_DATA"):
        folder = Path(os.path.expanduser(given))
        if not os.path.isdir(folder):
            raise UserError(f"CPPN_KERAS_DATA={given} is no folder: set it to one, or unset it")
        if layout := _find(name, folder):
            return _named(name, layout, folder)
        tried.append(f"CPPN_KERAS_DATA={given} has no {_wanted(name)}")
    else:
        tried.append("CPPN_KERAS_DATA is not set")
    cache = keras_cache()
    if layout := _find_cached(name, cache):
        return _cached(name, layout, cache)
    tried.append(f"Keras's cache {cache} has no {_wanted(name)}")
    if os.environ.get("CPPN_KERAS_OFFLINE", "0") not in ("", "0"):
        tried.append("no download since CPPN_KERAS_OFFLINE=1")
    else:
        try:
            fetch(name)
            return _cached(name, _find_cached(name, cache), cache)
        except DownloadError as error:
            tried.append(str(error))
    raise UserError(
        f"{name} was not found: {'; '.join(tried)}. Set CPPN_KERAS_DATA to a folder that holds"
        f" {_wanted(name)}, pass --data PATH, or use --data strokes, which needs no download"
    )


def _load_given(name: str, path: Path) -> Dataset:
    """A known dataset from a path the caller named."""
    if os.path.isdir(path):
        layout = _find(name, path, extra=_BARE.get(name, ()))
        if layout is None:
            raise UserError(f"{path} holds no {name}: {_wanted(name)} was looked for")
        return _named(name, layout, path)
    if not os.path.isfile(path):
        problem = "is no regular file" if os.path.exists(path) else "does not exist"
        raise UserError(f"{path} {problem}: {_wanted(name)} or its folder was looked for")
    is_archive = name == "cifar10" and path.suffix.lower() != ".npz"
    read = read_cifar_archive if is_archive else read_npz
    return _named(name, _Layout(path.name, read), path.parent)


def _find(name: str, folder: Path, extra: tuple[_Layout, ...] = ()) -> _Layout | None:
    return next((form for form in (*_LAYOUTS[name], *extra) if form.found_in(folder)), None)


def _find_cached(name: str, cache: Path) -> _Layout | None:
    """Like _find, but files of which only some have been downloaded do not count."""
    layout = _find(name, cache)
    by_file = layout is not None and layout.read is read_idx_folder
    if by_file and not all((cache / remote.file).exists() for remote in REMOTES[name]):
        return None
    return layout


def _cached(name: str, layout: _Layout, cache: Path) -> Dataset:
    try:
        return _named(name, layout, cache)
    except UserError as error:
        again = f"delete {cache / layout.path} and it will be downloaded again"
        raise UserError(f"{error}; {again}") from error


def _named(name: str, layout: _Layout, folder: Path) -> Dataset:
    """Read a known dataset and check that it can be the one it is called."""
    where = folder / layout.path
    arrays = layout.read(where)
    train_images, train_labels, _, test_labels = arrays
    if train_images.shape[1:] != _SHAPES[name]:
        raise UserError(
            f"{where} holds pictures of shape {train_images.shape[1:]},"
            f" those of {name} are {_SHAPES[name]}"
        )
    labels = np.concatenate([train_labels, test_labels])
    if labels.min() < 0 or labels.max() > 9:
        raise UserError(f"{where} has labels from {labels.min()} to {labels.max()}, not 0 to 9")
    source = f"{_TITLES[name]}: {_counts(arrays)} from {where}"
    classes = np.unique(train_labels)
    if len(classes) < 10:
        source += f"; a part of {_TITLES[name]}: only classes {_listed(classes)}"
    return Dataset(name, *arrays, source=source)


def _wanted(name: str) -> str:
    return _LAYOUTS[name][0].path


def _counts(arrays: Arrays) -> str:
    return f"{len(arrays[0]):,} train + {len(arrays[2]):,} test"


def _listed(labels) -> str:
    return ", ".join(str(int(label)) for label in labels)
