"""The command line: `python -m cppn_keras …` or `cppn-keras …`.

Only the standard library is imported here; what a command can be asked for is in `options`, what
it does in `commands`, which loads TensorFlow. Exit status: 0; 2 for wrong usage; 1 with one line
that says what to do; 130 after Ctrl-C, 143 after SIGTERM and 129 after SIGHUP.
"""

import sys

from cppn_keras.errors import UserError, one_line
from cppn_keras.options import build_parser
from cppn_keras.process import (
    PrintError,
    Stopped,
    load_tensorflow_quietly,
    nowhere,
    printed_safely,
    stopped_by_signals,
)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    with printed_safely():
        return _run(arguments)


def _run(arguments: list[str] | None) -> int:
    try:
        options = build_parser().parse_args(arguments)
        load_tensorflow_quietly()
        from cppn_keras import commands

        with stopped_by_signals():
            getattr(commands, options.command)(options)
        sys.stdout.flush()
    except UserError as error:
        return _failed(str(error))
    except KeyboardInterrupt as stop:
        stopped = stop if isinstance(stop, Stopped) else Stopped()
        return _failed(f"stopped by {stopped.name}.", 128 + stopped.number)
    except MemoryError:
        return _failed("out of memory; ask for fewer or smaller pictures.")
    except PrintError as error:
        sys.stdout = nowhere()  # or the interpreter would complain once more
        return _failed(f"cannot print: {error}")
    except OSError as error:  # files that we write are covered by UserError
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{one_line(error)}")
    return 0


def _failed(message: str, status: int = 1) -> int:
    print(f"cppn-keras: {message}", file=sys.stderr)
    return status
