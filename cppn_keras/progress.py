"""How far a long piece of work is, and how long it will still take: one way for everything
outside `fit`, which has Keras's own bar."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

QUIET = 2.0  # seconds in which nothing is said: what is done by then needs no estimate
Part = TypeVar("Part")


def progress(parts: Iterable[Part], what: str, total: int | None = None) -> Iterator[Part]:
    """Passes parts on, with a bar on stderr that tells `what` is done and the time left.

    `total` is the number of parts where they have no length. On a terminal the bar is renewed
    twice a second and removed in the end; in a log a line comes every half minute.
    """
    interval = 0.5 if sys.stderr.isatty() else 30.0
    options = {"delay": QUIET, "mininterval": interval, "leave": False, "dynamic_ncols": True}
    return iter(tqdm(parts, what, total, file=sys.stderr, **options))
