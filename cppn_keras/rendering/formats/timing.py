"""How long frames are shown: seconds, and the whole ticks that files count in.

Times are fractions, so that thirty frames of 1/30 s are one second and not nearly one.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from cppn_keras.errors import UserError

LONGEST = 600  # seconds a frame; more does not fit into the 16 bits of a GIF

Times = Fraction | list[Fraction]


def frame_times(duration: float | Sequence[float]) -> Times:
    """Seconds of every frame, or a list with those of each.

    Raises UserError for something that is no time above 0.
    """
    if hasattr(duration, "__len__") and np.ndim(duration):
        if len(duration) == 0:
            raise UserError("a list of durations needs one for each frame; it is empty.")
        return [_fraction(seconds) for seconds in duration]
    return _fraction(duration)


def check_times(times: Times, tick: Fraction, least: int, suffix: str) -> None:
    """Raises UserError unless every frame lasts `least` ticks or more and 600 s at most."""
    for seconds in times if isinstance(times, list) else [times]:
        if not least * tick <= seconds <= LONGEST:
            raise UserError(
                f"a frame of a {suffix} lasts {float(least * tick):g} to {LONGEST} seconds, "
                f"not {float(seconds):g}."
            )


def ticks(times: Times, tick: Fraction) -> Iterator[int]:
    """Whole ticks for frame after frame; their sum is always within half a tick of the time."""
    every = times if isinstance(times, list) else itertools.repeat(times)
    exact, told = Fraction(0), 0
    for seconds in every:
        exact += seconds
        now = math.floor(exact / tick + Fraction(1, 2))
        yield now - told
        told = now


def common_step(times: Times) -> Fraction:
    """The longest step of which all the times are multiples, for files with a steady pace.

    Raises:
        UserError: times of a list whose step is below 0.01 s.
    """
    if not isinstance(times, list):
        return times
    step = Fraction(math.gcd(*(round(seconds * 1000) for seconds in times)), 1000)
    if step < Fraction(1, 100):
        raise UserError(
            "an .mp4 has a steady pace, and these durations are no multiples of 0.01 seconds or "
            "more; round them, or choose another suffix."
        )
    return step


def _fraction(seconds: float) -> Fraction:
    try:
        value = Fraction(float(seconds)).limit_denominator(1_000_000)
    except (TypeError, ValueError, OverflowError):
        value = Fraction(0)
    if value <= 0:
        raise UserError(f"a duration must be a number above 0, not {seconds!r}.")
    return value
