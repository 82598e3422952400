"""Which tests hang on luck? Runs them over seeds, threads and oneDNN, and prints what is spare.

    python tests/luck.py                      # 20 seeds × 1, 2, 4 threads × oneDNN on and off
    python tests/luck.py --seeds 5 -k prior   # some of it
    python tests/luck.py --slow --seeds 3     # those that are marked slow, and no others

A test whose bar is the outcome of a training or of random numbers takes the fixture `luck`: its
`seed`, and `below` and `above`, which compare like `assert` and note by how much the bar was kept.
Here such a test runs with many seeds, in one process for each setting of the machine, because CPUs
round differently and a training amplifies it. Spare 2 means: the worst of all runs was half of what
the bar allows. Below 2 a bar is too near to what may come on the next machine.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
NOTES = "CPPN_KERAS_LUCK_NOTES"  # a file to which each comparison adds a line of JSON
LEAST = 2.0  # what every bar has to spare


class Luck:
    """The seed of a test, and the two comparisons that are noted."""

    def __init__(self, seed: int, test: str):
        self.seed, self.test = seed, test

    def below(self, value: float, bar: float, what: str = "") -> None:
        """Asserts that a figure that is never negative, and better when small, is below its bar."""
        self._note(value, bar, bar / value if value else float("inf"), what, "<")
        assert value < bar, what

    def above(self, value: float, bar: float, what: str = "") -> None:
        """Asserts that a figure that is better when large is above its bar, which is above 0."""
        self._note(value, bar, value / bar, what, ">")
        assert value > bar, what

    def _note(self, value, bar, spare, what, sign) -> None:
        if path := os.environ.get(NOTES):
            note = (self.test, what, sign, float(bar), float(value), float(spare))
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(note) + "\n")


def run_setting(threads: int, onednn: bool, options, notes: Path) -> int:
    """All such tests with their seeds on one kind of machine; returns how many failed."""
    setting = {
        "OMP_NUM_THREADS": threads,
        "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads,
        "TF_ENABLE_ONEDNN_OPTS": int(onednn),
        NOTES: notes,
    }
    which = "luck and slow" if options.slow else "luck and not slow"
    command = [sys.executable, "-m", "pytest", str(TESTS), "-m", which, "-k", options.k]
    command += [f"--luck={options.seeds}", "-n0", "-p", "no:cacheprovider", "--no-header", "-rf"]
    environment = os.environ | {name: str(value) for name, value in setting.items()}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=TESTS.parent
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    print(*failed, sep="\n", end="\n" if failed else "")
    if done.returncode not in (0, 1):
        sys.exit(done.stdout + done.stderr)
    return len(failed)


def table(notes: Path) -> str:
    """A row for each comparison: bar, median and worst figure, and what is spare at the worst."""
    found = defaultdict(list)
    for line in notes.read_text(encoding="utf-8").splitlines():
        test, what, sign, bar, value, spare = json.loads(line)
        found[test, what, sign, bar].append((spare, value))
    rows = ["| spare | bar | median | worst | runs | test |", "|" + " ---: |" * 5 + " --- |"]
    for (test, what, sign, bar), runs in sorted(found.items(), key=lambda item: min(item[1])):
        spare, worst = min(runs)
        median = sorted(value for _, value in runs)[len(runs) // 2]
        name = test.removeprefix("tests/") + (f": {what}" if what else "")
        figures = (f"{spare:.2g}", f"{sign} {bar:.3g}", f"{median:.3g}", f"{worst:.3g}")
        row = f"| {' | '.join(figures)} | {len(runs)} | {name} |"
        rows.append(row if spare >= LEAST else row.replace("| ", "| **TOO NEAR** ", 1))
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--onednn", type=int, nargs="+", default=[1, 0], choices=(0, 1))
    parser.add_argument("--slow", action="store_true", help="those marked slow instead of the rest")
    parser.add_argument("-k", default="", help="only tests whose names hold this (as pytest -k)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        notes, failed = Path(folder) / "notes", 0
        notes.touch()
        for threads, onednn in itertools.product(options.threads, options.onednn):
            started = time.monotonic()
            failed += run_setting(threads, bool(onednn), options, notes)
            minutes = (time.monotonic() - started) / 60
            print(
                f"{threads} threads, oneDNN {'on' if onednn else 'off'}: {minutes:.1f} min",
                flush=True,
            )
        rows = table(notes)
    print(rows)
    return int(failed > 0 or "TOO NEAR" in rows)


if __name__ == "__main__":
    sys.exit(main())
