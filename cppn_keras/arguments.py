"""What a command-line argument may be: each function turns text into a value or says why not.

Only the standard library is imported, so that `--help` answers at once.
"""

import argparse
from pathlib import Path

MAX_SIDE = 65_536  # as in rendering.render, which is too heavy to import here
MAX_POSTER_SIDE = 1_048_576  # as in rendering.pyramid


def _number(text: str, kind, low, high, what: str):
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise argparse.ArgumentTypeError(f"must be {what}, not {text!r}")
    return value


def side(text: str) -> int:
    """A picture's side in pixels."""
    return _number(text, int, 1, MAX_SIDE, f"a whole number from 1 to {MAX_SIDE}")


def poster_side(text: str) -> int:
    """A side in pixels of a picture that may be too large for one file."""
    return _number(text, int, 1, MAX_POSTER_SIDE, f"a whole number from 1 to {MAX_POSTER_SIDE}")


def share(text: str) -> float:
    """Part of a whole."""
    return _number(text, float, 0, 1, "a number from 0 to 1")


def port(text: str) -> int:
    """Where a server listens."""
    return _number(text, int, 0, 65_535, "a port from 0 to 65535")


def positive(text: str) -> int:
    """1 and up."""
    return _number(text, int, 1, 10**9, "a whole number, 1 or more")


def natural(text: str) -> int:
    """0 and up."""
    return _number(text, int, 0, 2**31 - 1, "a whole number, 0 or more")


def layer_count(text: str) -> int:
    """How many layers a network may have."""
    return _number(text, int, 1, 100, "a whole number from 1 to 100")


def digit(text: str) -> int:
    """0 to 9."""
    return _number(text, int, 0, 9, "a digit")


def frame_seconds(text: str) -> float:
    """How long a frame of a GIF can last."""
    return _number(text, float, 0.001, 600, "0.001 to 600 seconds")


def finite(text: str) -> float:
    """Any number but nan and inf."""
    return _number(text, float, -1e9, 1e9, "a number")


def file_path(text: str) -> Path:
    """A path; ~ is the home folder."""
    try:
        return Path(filled(text)).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(f"{text!r} names the home of nobody here") from None


def filled(text: str) -> str:
    """Anything but nothing, which is mostly a shell variable that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("must not be empty")
    return text


def positive_float(text: str) -> float:
    """More than 0."""
    return _number(text, float, 1e-9, 1e9, "a number above 0")
