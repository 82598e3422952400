"""Checks exercise ex09_morph_frames frame by frame, and where the legs meet."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "how many legs are there, and at which times are the frames of a leg? Write down the times for "
    "frames = 4",
    "0, ¼, ½, ¾: np.arange(frames) / frames. At time t the code is a + easing(t) · (b - a), from a "
    "to b",
    "the leg after the last code leads to the first: codes[(i + 1) % n], or np.roll(codes, -1, "
    "axis=0); join the legs with np.concatenate",
)


def fast_first(times):
    """Unlike itself backwards, and not linear."""
    return np.sin(np.asarray(times) * np.pi / 2)


def beyond(times):
    times = np.asarray(times)
    return times + np.sin(2 * np.pi * times)


def path(codes, times, easing, closed=True):
    """Leg by leg and frame by frame."""
    rows, n = [], len(codes)
    for i in range(n if closed else n - 1):
        a, b = codes[i].astype("float64"), codes[(i + 1) % n].astype("float64")
        for part in easing(np.asarray(times)).tolist():
            rows.append((1 - part) * a + part * b)
    return np.array(rows)


def mistakes(codes, frames, easing):
    times = np.arange(frames) / frames
    both_ends = np.linspace(0, 1, frames)
    later = (np.arange(frames) + 1) / frames
    middles = (np.arange(frames) + 0.5) / frames
    n = len(codes)
    right = path(codes, times, easing)
    twice = "the end of a leg is the next one's first frame: leave it out, np.arange(frames) / "
    twice += "frames"
    opened = "there is no leg from the last code back to the first"
    all_along = easing(np.arange(n * frames) / (n * frames)) * n
    over_all = [
        (1 - p % 1) * codes[int(p) % n] + (p % 1) * codes[(int(p) + 1) % n] for p in all_along
    ]
    first = "a leg begins with its code, at time 0: row i · frames is codes[i]"
    straight = "the easing says which part of the way has been gone: call it with the times"
    backwards = np.concatenate([right[:1], right[:0:-1]])
    return [
        Mistake(path(codes, both_ends, easing), twice),
        Mistake(path(codes, np.linspace(0, 1, frames + 1), easing), twice),
        Mistake(np.concatenate([right, right[:1]]), "the loop does not end with its first frame"),
        Mistake(path(codes, times, easing, closed=False), opened),
        Mistake(path(codes, both_ends, easing, closed=False), f"{opened}; and {twice}"),
        Mistake(path(codes, np.linspace(0, 1, frames + 1), easing, closed=False), opened),
        Mistake(np.concatenate([path(codes, times, easing, closed=False), codes[-1:]]), opened),
        Mistake(path(codes, times, lambda t: t), straight),
        Mistake(path(codes, both_ends, lambda t: t), straight),
        Mistake(path(codes, times, lambda t: 1 - easing(1 - t)), "easing(t), t from 0 to 1"),
        Mistake(path(codes, times, lambda t: 1 - easing(t)), "at time 0 the code is the leg's "
                                                             "beginning: a + part · (b - a)"),
        Mistake(path(codes, later, easing), first),
        Mistake(path(codes, middles, easing), first),
        Mistake(np.array(over_all), "the easing is for each leg, not for the whole loop"),
        Mistake(backwards, "from codes[0] to codes[1] first: this goes the other way round"),
        Mistake(right.reshape(n, frames, -1), "join the legs: (n · frames, latents)"),
        Mistake(right.reshape(n, frames, -1).swapaxes(0, 1).reshape(right.shape),
                "leg after leg: all frames of the first leg come first"),
        Mistake(path(codes, times, lambda t: np.clip(easing(t), 0, 1)),
                "an easing may go beyond the end and come back: no clipping"),
    ]  # fmt: skip


def test_morph_frames(attempt):
    rows = "frames for each of n legs: (n · frames, latents)"
    cases = (
        (random(3, 5, seed=1), 4, fast_first),
        (random(2, 4, seed=2), 7, beyond),
        (random(5, 3, seed=3), 1, fast_first),
        (random(4, 2, seed=4), 2, fast_first),
    )
    for codes, frames, easing in cases:
        kept = codes.copy()
        answer = attempt(codes=codes, frames=frames, easing=easing)
        right = path(codes, np.arange(frames) / frames, easing)
        one = "with one frame a leg the codes themselves come back" if frames == 1 else ""
        answer.equals(right, mistakes(codes, frames, easing), one, rows)
        exact = np.array_equal(answer.array[::frames], codes.astype("float64"))
        came = f"off by {np.abs(answer.array[::frames] - codes).max():.1e}"
        hint = "a + part · (b - a) with a part of 0 is a itself, to the last bit"
        answer.must(exact, "codes that are not hit exactly", came, "row i · frames: codes[i]", hint)
        hint = "`codes += …` changes what was given"
        same = np.array_equal(codes, kept)
        answer.must(same, "the argument was changed", "other codes", "as given", hint)
