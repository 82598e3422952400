"""The command line: `python -m cppn_keras …` or `cppn-keras …`.

A file per command: its line of help, its options and its work. Only the standard library is
imported before a command runs. Exit status: 0; 2 for wrong usage; 1 with one line that says what
to do; 130 after Ctrl-C, 143 after SIGTERM and 129 after SIGHUP.
"""

import importlib
import sys

from cppn_keras.arguments import Parser
from cppn_keras.errors import UserError, one_line
from cppn_keras.process import (
    PrintError,
    Stopped,
    load_tensorflow_quietly,
    nowhere,
    printed_safely,
    stopped_by_signals,
)

DRAWING = ("render", "enlarge", "digits", "morph", "zoom", "sample", "reconstruct", "art")
COMMANDS = ("train", "export", *DRAWING, "explore", "evaluate", "demo")  # modules beside this one


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    with printed_safely():
        return _run(arguments)


def build_parser() -> Parser:
    """The parser of all commands; the work of the chosen one is `options.run`."""
    parser = Parser(
        prog="cppn-keras",
        description="Train networks that draw digits at any size, and draw with them.",
        epilog="CPPN_KERAS_DATA names a folder with datasets; CPPN_KERAS_OFFLINE=1 forbids "
        "downloads. TF_CONFIG, as TensorFlow's clusters set it, makes `train` one of several "
        "workers, which wait CPPN_KERAS_WAIT seconds for each other (60).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"cppn_keras.cli.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_options(command)
        command.set_defaults(run=module.run)
    return parser


def _run(arguments: list[str] | None) -> int:
    try:
        options = build_parser().parse_args(arguments)
        load_tensorflow_quietly()
        with stopped_by_signals():
            options.run(options)
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
