"""The command line: `python -m cppn_keras …` or `cppn-keras …`.

Only the standard library is imported here; what a command can be asked for is in `options`, what
it does in `commands`, which loads TensorFlow. Exit status: 0; 2 for wrong usage; 1 with one line
that says what to do; 130 after Ctrl-C.
"""

import os
import sys

from cppn_keras.errors import UserError
from cppn_keras.options import build_parser


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    for name in ("stdout", "stderr"):  # closed by the caller: `>&-`
        if getattr(sys, name) is None:
            setattr(sys, name, _nowhere())
    options = build_parser().parse_args(arguments)
    try:
        load_tensorflow_quietly()
        from cppn_keras import commands

        getattr(commands, options.command)(options)
    except UserError as error:
        print(f"cppn-keras: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ncppn-keras: stopped by you.", file=sys.stderr)
        return 130
    except MemoryError:
        print("cppn-keras: out of memory; ask for fewer or smaller pictures.", file=sys.stderr)
        return 1
    except OSError as error:  # files are covered by UserError: this is the terminal or a pipe
        sys.stdout = _nowhere()  # or the interpreter would complain once more
        print(f"cppn-keras: cannot print: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _nowhere():
    return open(os.devnull, "w", encoding="utf-8")


def load_tensorflow_quietly() -> None:
    """Imports TensorFlow without its notes on CPU features and absent GPUs, which are printed
    from C++ whatever the log level. Errors are Python exceptions and are not hidden."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        stderr = os.dup(2)
    except OSError:  # closed by the caller: nothing to hide
        stderr = nothing
    os.dup2(nothing, 2)
    try:
        import tensorflow as tf

        tf.config.list_logical_devices()
    finally:
        os.dup2(stderr, 2)
        for descriptor in {stderr, nothing} - {2}:
            os.close(descriptor)
