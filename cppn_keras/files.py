"""Writing files so that a failed or killed run never damages what was there before."""

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cppn_keras.arrays import MAX_BYTES
from cppn_keras.errors import UserError, one_line

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

GENERATOR_FILE = "generator.keras"  # the names in a folder of weights, see `runs/weights.py`
ENCODER_FILE = "encoder.keras"
PRIOR_FILE = "prior.npz"
CODES_FILE = "codes.npz"
DIRECTIONS_FILE = "directions.npz"
WEIGHT_FILES = (GENERATOR_FILE, ENCODER_FILE, PRIOR_FILE, CODES_FILE, DIRECTIONS_FILE)

TEMPORARY = re.compile(r"\.cppn-keras-(\d+)-[0-9a-f]{8}\.tmp(\..*)?")  # see `_temporary`


def replace_file(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Calls `write(temporary)` and then moves the temporary file to `path`, all or nothing.

    The temporary file lies beside `path` and ends like it, by which writers choose a format.

    Raises:
        UserError: the path cannot be written; what was there before is untouched.
    """
    replace_files({path: write})
    return Path(path)


def replace_files(writers: Mapping[str | Path, Callable[[Path], object]]) -> None:
    """`replace_file` for files that belong together: none is moved before all are written.

    Folders are made as needed, and removed again if nothing was written into them.
    """
    written, made, path = {}, [], None
    try:
        for path, write in writers.items():
            made += _make_folder(_checked(path).parent)
            written[path] = _temporary(Path(path))
            write(written[path])
        for path, temporary in written.items():
            os.replace(temporary, path)
        made = []
    except OSError as error:
        raise UserError(f"cannot write {path}: {one_line(error)}.") from None
    finally:
        for temporary in written.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        _remove_empty(made)


def as_path(path: str | os.PathLike) -> Path:
    """The path. Raises UserError for what is none."""
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise UserError(f"a path must be a text that is not empty, not {path!r:.60}.")
    return Path(path)


def remove_temporary(folder: Path) -> None:
    """Removes what writers that were killed have left in a folder, and nothing else.

    A file counts by its name, which only `replace_files` gives, and if its process is gone.
    """
    for path in folder.glob(".*"):
        found = TEMPORARY.fullmatch(path.name)
        if found and not path.is_dir() and not _runs(int(found[1])):
            path.unlink(missing_ok=True)


def check_target(path: str | Path, *suffixes: str) -> None:
    """Raises UserError, before long work, if a file at `path` could not be written after it."""
    if as_path(path).suffix.lower() not in suffixes:
        raise UserError(f"{path} must end in {' or '.join(suffixes)}.")
    check_folder(Path(path).parent)
    try:
        _checked(path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {one_line(error)}.") from None


def check_folder(folder: str | Path) -> Path:
    """Raises UserError if files could not be written in the folder, which may not exist yet."""
    try:
        nearest = as_path(folder)
        while not os.path.lexists(_named(nearest)) and nearest != nearest.parent:
            nearest = nearest.parent
        tempfile.TemporaryFile(dir=nearest).close()
    except OSError as error:
        raise UserError(f"cannot write to {folder}: {one_line(error)}.") from None
    return Path(folder)


def check_space(path: str | Path, size: int) -> None:
    """Raises UserError, before long work, if `size` bytes do not fit on the disk of `path`."""
    nearest = next(parent for parent in Path(path).absolute().parents if parent.exists())
    free = shutil.disk_usage(nearest).free
    if size > free:
        raise UserError(f"{path} needs {gigabytes(size)}, the disk has {gigabytes(free)} left.")


@contextlib.contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Holds a folder against other processes that ask for the same; a killed one lets go of it.

    Makes the folder, and removes it again if it is empty in the end. Does not lock where the
    system has no such locks (Windows, some network drives).

    Raises:
        UserError: another process holds it, or it cannot be made.
    """
    try:
        made = _make_folder(check_folder(folder))
    except OSError as error:
        raise UserError(f"cannot write to {folder}: {one_line(error)}.") from None
    handle = None
    try:
        if fcntl is not None:
            handle = os.open(folder, os.O_RDONLY)
            with contextlib.suppress(OSError):
                _lock(handle, folder)
        yield
    finally:
        if handle is not None:
            os.close(handle)
        _remove_empty(made)


def _lock(handle, folder):
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UserError(
            f"another process works in {folder}; wait for its end or choose another --out."
        ) from None


def save_model(model, path: str | Path) -> Path:
    """Saves a Keras model as a `.keras` file, all or nothing."""
    return replace_file(path, lambda temporary: model.save(temporary))


def load_model(path: Path, **options):
    """`keras.saving.load_model` of a file that anybody may have made.

    Raises UserError, with the cause, for whatever is wrong with it.
    """
    import keras

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise ValueError(f"it holds more than {MAX_BYTES >> 30} GB")
        return keras.saving.load_model(path, **options)
    except Exception as error:  # Keras raises many kinds for damaged and foreign files
        reason = one_line(error)
        raise UserError(f"{path} is damaged or was not made by cppn_keras ({reason}).") from None


def write_json(value, path: str | Path) -> Path:
    """Writes JSON with an indent, all or nothing."""
    return replace_file(path, json_writer(value))


def json_writer(value) -> Callable[[Path], object]:
    """What `replace_files` calls to write JSON with an indent."""
    text = json.dumps(value, indent=1) + "\n"
    return lambda temporary: temporary.write_text(text, encoding="utf-8")


def gigabytes(size: int) -> str:
    """A number of bytes for a message: 2,684,354,560 → "2.5 GB"."""
    return f"{size / 2**30:,.1f} GB" if size >= 2**26 else f"{size / 2**20:,.1f} MB"


def _temporary(path: Path) -> Path:
    """A new name beside `path` that ends like it, which `TEMPORARY` knows again."""
    endings = ("".join(path.suffixes[-2:]), path.suffix, "")  # such as .weights.h5
    ending = next(ending for ending in endings if len(ending) <= 40)
    return path.with_name(f".cppn-keras-{os.getpid()}-{secrets.token_hex(4)}.tmp{ending}")


def _make_folder(folder: Path) -> list[Path]:
    """Makes a folder and what is above it; returns those that were not there, deepest first."""
    missing = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    """Removes those of the folders, deepest first, that hold nothing."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _checked(path: str | Path) -> Path:
    """The path; raises OSError if no file can have it."""
    if _named(path).is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    return Path(path)


def _named(path: str | Path) -> Path:
    """The path; raises OSError for a name that no file can have."""
    if "\0" in os.fspath(path):
        raise OSError(errno.EINVAL, "no file can have a zero byte in its name")
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.lstat(path)  # raises for a name that is too long
    return Path(path)


def _runs(process: int) -> bool:
    """Whether another process is alive. False on Windows, where asking would end it."""
    if os.name == "nt" or process == os.getpid():  # our own number, from a container before
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return True
