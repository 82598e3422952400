"""Commands, run in the process of the tests or in one of their own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from cppn_keras import cli, process

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments) -> int:
    """The exit status of a command."""
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return stop.code


def environment() -> dict:
    return {**os.environ, "PYTHONPATH": str(ROOT), "CPPN_KERAS_OFFLINE": "1"}


def heed_signals() -> None:
    """As in a terminal: tests in the background, or under nohup, pass on that they are ignored."""
    for name in process.SIGNALS:
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def started(*arguments, cwd) -> subprocess.Popen:
    command = [sys.executable, "-m", "cppn_keras", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    options = {"env": environment(), "preexec_fn": heed_signals}
    return subprocess.Popen(command, cwd=cwd, **options, **pipes)


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
