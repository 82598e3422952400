"""What a process needs that runs a command or a lesson: a terminal, signals, a quiet TensorFlow.

Only the standard library is imported here.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TextIO

from cppn_keras.errors import one_line

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is not known to Windows


class Stopped(KeyboardInterrupt):
    """Somebody ended the process, by Ctrl-C or another signal: clean up and go."""

    def __init__(self, number: int = signal.SIGINT):
        super().__init__()
        self.number = int(number)
        self.name = "you" if number == signal.SIGINT else signal.Signals(number).name


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within it Ctrl-C, SIGTERM and SIGHUP raise `Stopped`."""
    before = raise_at_signals()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def raise_at_signals() -> dict[int, object]:
    """From now on Ctrl-C, SIGTERM and SIGHUP raise `Stopped`, so that all of them clean up.

    A signal that is ignored stays so: SIGHUP under nohup, Ctrl-C in a shell's background. Returns
    the handlers that there were.
    """
    if threading.current_thread() is not threading.main_thread():
        return {}  # the main thread's business
    known = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {n: signal.getsignal(n) for n in known if signal.getsignal(n) != signal.SIG_IGN}

    def stop(number, _):
        for each in before:  # a second one must not disturb the cleaning up
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for number in before:
        signal.signal(number, stop)
    return before


def end_by(number: int) -> None:
    """Ends the process as the signal would have, so that whoever waits for it can tell."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


class PrintError(Exception):
    """What is printed cannot be written: a full disk behind `>`, a pipe that nobody reads."""


class _Printer:
    """A text stream whose failures are told from those of files that are being written."""

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, text: str) -> int:
        return self._safely(self._stream.write, text)

    def flush(self) -> None:
        self._safely(self._stream.flush)

    def _safely(self, call, *args):
        try:
            return call(*args)
        except OSError as error:
            raise PrintError(one_line(error)) from None

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextlib.contextmanager
def printed_safely() -> Iterator[None]:
    """Within it names that the terminal cannot show are escaped, failing to print is a
    `PrintError`, and what goes to a closed stdout or stderr (`>&-`) goes nowhere."""
    before = sys.stdout
    prepare_output()
    try:
        yield
    finally:
        if isinstance(sys.stdout, _Printer):
            sys.stdout = before or nowhere()


def prepare_output() -> None:
    """`printed_safely` from now on."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, nowhere())
        with contextlib.suppress(AttributeError):  # a notebook's
            getattr(sys, name).reconfigure(errors="backslashreplace")
    sys.stdout = _Printer(sys.stdout)


def nowhere() -> TextIO:
    """A file that forgets what is written to it."""
    return open(os.devnull, "w", encoding="utf-8")


def load_tensorflow_quietly() -> None:
    """Imports TensorFlow without its notes on CPU features and absent GPUs, which are printed
    from C++ whatever the log level. Errors are Python exceptions and are not hidden."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with without_stderr():
        import keras
        import tensorflow as tf

        if "TF_CONFIG" not in os.environ:  # workers connect before TensorFlow looks for devices
            tf.config.list_logical_devices()
    keras.config.set_floatx("float32")  # whatever keras.json says
    keras.config.set_image_data_format("channels_last")


@contextlib.contextmanager
def without_stderr() -> Iterator[None]:
    """Hides what libraries print to stderr from C, where Python cannot ask them not to."""
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        stderr = os.dup(2)
    except OSError:  # closed by the caller: nothing to hide
        stderr = nothing
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        for descriptor in {stderr, nothing} - {2}:
            os.close(descriptor)
