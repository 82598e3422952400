"""Downloads into Keras's cache: with a timeout, checked, and whole or not at all.

The files get the names under which Keras itself looks for them, so neither fetches what the
other already has. `keras.utils.get_file` is not used: it sets no timeout, reads KERAS_HOME only
when Keras is imported, and writes under the final name before it has checked anything.
"""

import contextlib
import hashlib
import http.client
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from cppn_keras.data.formats import IDX_FILES, read_idx
from cppn_keras.errors import UserError, one_line
from cppn_keras.progress import progress

TIMEOUT = 30.0  # seconds without an answer or without another byte
CHUNK = 1 << 16  # bytes


class DownloadError(Exception):
    """A download that failed; the text says which and why."""


@dataclass(frozen=True)
class Remote:
    """One file to fetch: where from, its name in the cache, and how to know it is right."""

    url: str
    file: str  # relative to <KERAS_HOME>/datasets
    sha256: str | None = None
    idx_count: int | None = None  # pictures or labels in an IDX file without a known sha256


_KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"

REMOTES: dict[str, tuple[Remote, ...]] = {
    "mnist": (
        Remote(
            _KERAS_URL + "mnist.npz",
            "mnist.npz",
            sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
        ),
    ),
    # Keras publishes no sha256 for these four; their gzip checksum, magic number, size and count
    # are checked instead.
    "fashion_mnist": tuple(
        Remote(_KERAS_URL + name, f"fashion-mnist/{name}", idx_count=count)
        for name, count in zip(IDX_FILES, (60_000, 60_000, 10_000, 10_000), strict=True)
    ),
    "cifar10": (
        Remote(
            "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            "cifar-10-batches-py-target_archive",
            sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
        ),
    ),
}


def keras_cache() -> Path:
    """The folder of Keras's datasets; KERAS_HOME is read now, not at import."""
    home = os.environ.get("KERAS_HOME") or os.path.join("~", ".keras")
    return Path(os.path.expanduser(home)) / "datasets"


def fetch(name: str) -> None:
    """Download what is missing of a known dataset into Keras's cache.

    Raises DownloadError. Whatever happens, Ctrl-C included, no file is left incomplete.
    """
    for remote in REMOTES[name]:
        target = keras_cache() / remote.file
        if target.exists():
            continue
        partial = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            print(f"Downloading {remote.url} to {target}")
            digest = _copy(remote.url, partial)
            _check(remote, partial, digest)
            os.replace(partial, target)
        except (OSError, http.client.HTTPException, UserError) as error:
            raise DownloadError(f"download of {remote.url} failed: {one_line(error)}") from error
        finally:
            with contextlib.suppress(OSError):  # already moved, or never begun
                partial.unlink()


def _copy(url: str, path: Path) -> str:
    """Copy a URL to a file with a progress bar; returns the sha256 of what came."""
    digest, done = hashlib.sha256(), 0
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer, open(path, "wb") as file:
        length = answer.headers.get("Content-Length")
        total = int(length) if length and length.isdigit() else None
        chunks = iter(lambda: answer.read(CHUNK), b"")
        for chunk in progress(chunks, path.name, total and -(-total // CHUNK)):
            file.write(chunk)
            digest.update(chunk)
            done += len(chunk)
        if total is not None and done != total:
            raise UserError(f"it ended after {done:,} of {total:,} bytes")
    return digest.hexdigest()


def _check(remote: Remote, path: Path, digest: str) -> None:
    """Raise UserError unless the file is the one that was meant."""
    if remote.sha256 is not None and digest != remote.sha256:
        raise UserError(f"its sha256 is {digest[:12]}…, not {remote.sha256[:12]}…")
    if remote.idx_count is not None:
        shape = read_idx(path).shape
        expected = (remote.idx_count, 28, 28) if "images" in remote.file else (remote.idx_count,)
        if shape != expected:
            raise UserError(f"it holds an array of shape {shape}, not {expected}")
