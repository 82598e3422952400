"""Ways to do the same, each in a process of its own, in turns: how the benchmarks measure.

A worker answers its first line when it is ready. Then it works once for every line "go" and says
how long that took, and ends at the line "memory" with the most memory that it held.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

THREAD_SETTINGS = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
]


def set_threads(count: int | None) -> None:
    """The threads of every library in this process and in its workers; None leaves them alone."""
    if count:
        os.environ.update(dict.fromkeys(THREAD_SETTINGS, str(count)))


def start(script: str, *arguments) -> subprocess.Popen:
    command = [sys.executable, script, *(str(argument) for argument in arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def answer(worker: subprocess.Popen):
    line = worker.stdout.readline()
    if not line:
        raise SystemExit(f"{' '.join(worker.args[1:])} ended with {worker.wait()}.")
    return json.loads(line)


def turn(worker: subprocess.Popen) -> list[float]:
    """Seconds of one go, by the clock and of processor time."""
    print("go", file=worker.stdin, flush=True)
    return answer(worker)


def finish(worker: subprocess.Popen) -> float | None:
    """Ends a worker: its peak memory in MB above what it had before it began."""
    print("memory", file=worker.stdin, flush=True)
    return answer(worker)


def serve(work: Callable[[], object], before: float | None, ready=0) -> None:
    """The worker: tells `ready`, works when told, and says how long it took."""
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        if line == "memory\n":
            after = peak_memory()
            print(json.dumps(None if after is None else after - before), flush=True)
            return
        clock, processor = time.perf_counter(), time.process_time()
        work()
        times = [time.perf_counter() - clock, time.process_time() - processor]
        print(json.dumps(times), flush=True)


def peak_memory() -> float | None:
    """Most memory this process has held, in MB (10^6 bytes); None where it is not told."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "-"
