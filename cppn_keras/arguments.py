"""What a command line may hold: a function for each kind of argument, which turns text into a value
or says why not, and the parser with the options that several commands share.

Only the standard library is imported, so that `--help` answers at once.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cppn_keras.names import (
    EASINGS,
    FORMATS,
    MAX_POSTER_SIDE,
    MAX_PROCESSES,
    MAX_SEED,
    MAX_SIDE,
)

_FOLDERS = (Path(__file__).parent / "weights").glob("*/generator.keras")
WEIGHTS_HELP = f"{', '.join(sorted(path.parent.name for path in _FOLDERS))} or the folder of a run"
STILL_FORMATS = "; ".join(f"{suffix}: {what}" for suffix, (_, what) in FORMATS.items())


def _number(kind: type, low: float, high: float, what: str) -> Callable[[str], float]:
    """The kind of argument that is a number from `low` to `high`."""

    def parse(text: str):
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be {what}, not {text!r}")
        return value

    return parse


side = _number(int, 1, MAX_SIDE, f"a whole number from 1 to {MAX_SIDE}")  # of a picture, in pixels
poster_side = _number(int, 1, MAX_POSTER_SIDE, f"a whole number from 1 to {MAX_POSTER_SIDE}")
share = _number(float, 0, 1, "a number from 0 to 1")
port = _number(int, 0, 65_535, "a port from 0 to 65535")
processes = _number(int, 1, MAX_PROCESSES, f"a whole number from 1 to {MAX_PROCESSES}")
positive = _number(int, 1, 10**9, "a whole number, 1 or more")
natural = _number(int, 0, MAX_SEED, "a whole number, 0 or more")
layer_count = _number(int, 1, 100, "a whole number from 1 to 100")
digit = _number(int, 0, 9, "a digit")
frame_seconds = _number(float, 0.001, 600, "0.001 to 600 seconds")
finite = _number(float, -1e9, 1e9, "a number")
positive_float = _number(float, 1e-9, 1e9, "a number above 0")
not_negative = _number(float, 0, 1e9, "a number, 0 or more")


def non_empty(text: str) -> str:
    """Any text but an empty one, which is mostly a shell variable that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("must not be empty")
    return text


def file_path(text: str) -> Path:
    """A path; ~ is the home folder."""
    try:
        return Path(non_empty(text)).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(f"{text!r} names the home of nobody here") from None


class Parser(argparse.ArgumentParser):
    """Says what was wrong in one line, and knows the options that several commands share."""

    def parse_known_args(self, args=None, namespace=None):
        for text in sys.argv[1:] if args is None else args:
            if text.endswith("=--"):  # Python 3.11 makes an empty list of it
                self.error(f"{text} gives no value")
        return super().parse_known_args(args, namespace)

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")

    def add_weights(self, default: str | None = None) -> None:
        """WEIGHTS, which must be given; --weights where there is a default."""
        if default is None:
            self.add_argument("weights", type=non_empty, metavar="WEIGHTS", help=WEIGHTS_HELP)
        else:
            what = f"{WEIGHTS_HELP} ({default})"
            self.add_argument("--weights", type=non_empty, default=default, help=what)

    def add_data(self) -> None:
        self.add_argument("--data", type=non_empty, default="mnist", help="dataset (mnist)")

    def add_seed(self) -> None:
        self.add_argument("--seed", type=natural, default=0, help="of random numbers (0)")

    def add_digit(self) -> None:
        """--digit and --picture, which `choosing.chosen_z` reads."""
        self.add_argument("--digit", type=digit, help="a test picture of this digit (a random z)")
        self.add_picture()

    def add_picture(self) -> None:
        what = "number of the test picture of that digit (an ordinary one, which needs no MNIST)"
        self.add_argument("--picture", type=natural, help=what)

    def add_size(self, usual: int | None = None, kind: Callable = side) -> None:
        """--size, None by default: `choosing.side_of` knows what is usual for a generator."""
        default = "as trained" if usual is None else f"{usual}; as trained without a CPPN"
        self.add_argument("--size", type=kind, help=f"pixels a side ({default})")

    def add_width(self, kind: Callable = side) -> None:
        self.add_argument("--width", type=kind, help="pixels, where it is not SIZE")

    def add_easing(self) -> None:
        what = "how the speed changes (smooth)"
        self.add_argument("--easing", choices=EASINGS, default="smooth", help=what)

    def add_out(self, default: str, what: str) -> None:
        what = f"{what} ({default})"
        self.add_argument("--out", type=file_path, default=Path(default), help=what)
