"""How far a long piece of work is, and how long it will still take."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

QUIET = 2.0  # seconds in which nothing is said: what is done by then needs no estimate
Part = TypeVar("Part")


def with_progress(parts: Iterable[Part], total: int, what: str) -> Iterator[Part]:
    """Passes on parts with a length and says on stderr which share of `total` they make so far.

    On a terminal one line is written over and over and removed in the end; in a log a new line
    comes every half minute. Work of less than two seconds stays quiet.
    """
    terminal = sys.stderr.isatty()
    interval = 0.5 if terminal else 30.0
    start, done, said = time.monotonic(), 0, False
    next_time = start + max(QUIET, interval)
    try:
        for part in parts:
            yield part
            done += len(part)
            now = time.monotonic()
            if now >= next_time:
                next_time, said = now + interval, True
                left = (now - start) * (total - done) / done
                line = f"{what}: {done / total:4.0%}, {duration(left)} left"
                print(
                    f"\r{line:60}" if terminal else line,
                    end="" if terminal else "\n",
                    file=sys.stderr,
                    flush=True,
                )
    finally:
        if terminal and said:
            print(f"\r{'':60}\r", end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """3723 → "1 h 2 min", 75 → "1 min 15 s", 4.2 → "4 s"."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
