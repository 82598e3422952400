"""Faults for tests: a process killed before its n-th file operation, and a disk that is full.

Both run some work in a forked process, which must not use TensorFlow. Not for Windows.
"""

import os
import resource
import signal
from collections.abc import Callable, Iterator

OPERATIONS = ("open", "replace", "unlink", "mkdir", "rmdir", "lstat", "listdir", "scandir")


def forked(work: Callable[[], object]) -> int:
    """Runs `work` in a process of its own; its exit status, or minus the signal that killed it."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def every_kill(work: Callable[[], object]) -> Iterator[int]:
    """Runs `work` again and again, killed one file operation later each time, until it gets
    through; yields the number of the operation after each kill."""
    operation = 0
    while (status := forked(lambda n=operation: _killed_before(n, work))) == -signal.SIGKILL:
        yield operation
        operation += 1
    assert status == 0, f"it failed by itself, with status {status}"


def _killed_before(operation: int, work: Callable[[], object]) -> None:
    left = [operation]
    for name in OPERATIONS:
        original = getattr(os, name)

        def counted(*args, original=original, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        setattr(os, name, counted)
    work()


def on_a_full_disk(size: int, work: Callable[[], object]) -> int:
    """Runs `work` where no file can grow beyond `size` bytes; its exit status."""

    def run():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        work()

    return forked(run)
