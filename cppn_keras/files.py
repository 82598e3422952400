"""Writing files so that a failed or killed run never damages what was there before."""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cppn_keras.errors import UserError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

GENERATOR_FILE = "generator.keras"  # the names in a folder of weights, see `pretrained.py`
ENCODER_FILE = "encoder.keras"
PRIOR_FILE = "prior.npz"
CODES_FILE = "codes.npz"
WEIGHT_FILES = (GENERATOR_FILE, ENCODER_FILE, PRIOR_FILE, CODES_FILE)


def replace_file(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Calls `write(temporary)` and then moves the temporary file to `path`, all or nothing.

    The temporary file lies beside `path` and ends like it, by which writers choose a format.

    Raises:
        UserError: the path cannot be written; what was there before is untouched.
    """
    path = Path(path)
    temporary = _temporary(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        write(temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {_reason(error)}.") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path


def remove_temporary(folder: Path) -> None:
    """Removes what writers that were killed have left in a folder."""
    for path in folder.glob(".*.tmp*"):
        path.unlink(missing_ok=True)


def check_target(path: str | Path, *suffixes: str) -> None:
    """Raises UserError, before long work, if a file at `path` could not be written after it."""
    path = Path(path)
    if path.suffix.lower() not in suffixes:
        raise UserError(f"{path} must end in {' or '.join(suffixes)}.")
    check_folder(path.parent)
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        temporary = _temporary(path)
        temporary.touch()
        temporary.unlink()
    except (OSError, ValueError) as error:
        raise UserError(f"cannot write {path}: {_reason(error)}.") from None


def check_folder(folder: str | Path) -> Path:
    """Makes the folder if need be; raises UserError if files cannot be written in it."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except (OSError, ValueError) as error:
        raise UserError(f"cannot write to {folder}: {_reason(error)}.") from None
    return Path(folder)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Holds a folder against other processes that ask for the same; a killed one lets go of it.

    Does nothing where the system has no such locks (Windows, some network drives).

    Raises:
        UserError: another process holds it.
    """
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


def write_json(value, path: str | Path) -> Path:
    """Writes JSON with an indent, all or nothing."""
    text = json.dumps(value, indent=1) + "\n"
    return replace_file(path, lambda temporary: temporary.write_text(text))


def _temporary(path: Path) -> Path:
    return path.with_name(f".{os.getpid()}.tmp.{path.name}")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
