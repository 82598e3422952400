"""Checks exercise ex08_edge_width by walking up the profile, and on edges of a known width."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "what brightness is 10 % of the way up? Which sample is the first to have it?",
    "the place lies between that sample and the one before: which share of this last step was "
    "needed?",
    "after = np.argmax(profile >= level); the place is after - 1 + (level - profile[after - 1]) / "
    "(profile[after] - profile[after - 1]); the two places' difference, divided by factor",
)
FACTOR = 4
LEVEL = np.array([0.0, 1, 1, 1, 6, 9, 9, 10])  # stays level at 10 % and at 90 % themselves
PROFILE = np.cumsum([0.05, 0.0, 0.03, 0.12, 0.35, 0.22, 0.13, 0.05, 0.0, 0.0])  # to 0.95


def place(profile, level):
    """Walks up sample by sample; where the level is reached, in samples."""
    values = profile.tolist()
    for i in range(1, len(values)):
        if values[i] >= level:
            return i - 1 + (level - values[i - 1]) / (values[i] - values[i - 1])


def other_way(profile, level):
    """Between the same two samples, but counted down from the later one."""
    after = int(np.argmax(profile >= level))
    before = profile[after - 1]
    return after - (level - before) / (profile[after] - before)


def last_place(profile, level):
    """Walks down from the top: where the level is left, in samples."""
    values = profile.tolist()
    for i in range(len(values) - 1, 0, -1):
        if values[i - 1] <= level:
            return i - 1 + (level - values[i - 1]) / (values[i] - values[i - 1])


def width(profile, factor, low=0.1, high=0.9):
    foot, rise = profile[0], profile[-1] - profile[0]
    return (place(profile, foot + high * rise) - place(profile, foot + low * rise)) / factor


def mistakes(profile, factor):
    profile = profile.astype("float64")
    foot, rise, right = profile[0], profile[-1] - profile[0], width(profile, factor)
    levels = [foot + share * rise for share in (0.1, 0.9)]
    whole = [int(np.argmax(profile >= level)) for level in levels]
    counted = "that counts whole samples: the places lie between samples, interpolate"
    steepest = "that is what a straight edge of the steepest slope would have; this one bends"
    own = "10 and 90 % of the rise from the first value to the last, which need not be 0 and 1"
    inside = int(((profile >= levels[0]) & (profile <= levels[1])).sum())
    wrong_share = [other_way(profile, level) for level in levels]
    share = "a place lies (level - before) / (after - before) of a step behind `before`"
    even = "so it would be if the profile rose evenly, over all samples; this one bends"
    known = [
        Mistake((wrong_share[1] - wrong_share[0]) / factor, share),
        *[Mistake(0.8 * n / factor, even) for n in (len(profile), len(profile) - 1)],
        Mistake(right * factor, "in training pixels: divide the samples by factor"),
        Mistake(right * factor**2, "divide by factor, do not multiply"),
        Mistake((whole[1] - whole[0]) / factor, counted),
        Mistake((whole[1] - whole[0] + 1) / factor, counted),
        Mistake(inside / factor, counted),
        Mistake(-right, "the sign: 90 % lies behind 10 %, take the difference that way round"),
        Mistake((len(profile) - 1) / factor, "that is the whole profile: from 10 to 90 % only"),
        Mistake(len(profile) / factor, "that is the whole profile: from 10 to 90 % only"),
        Mistake(0.8 * rise / np.diff(profile).max() / factor, steepest),
        Mistake(0.8 * rise, "that is how *high* it rises: wanted is how far it is along the line"),
        Mistake(width(profile, factor, 0.25, 0.75), "from 10 to 90 %, not 25 to 75"),
        Mistake(width(profile, factor, 0.0001, 0.9999), "from 10 to 90 %, not from end to end"),
    ]
    later = [last_place(profile, level) for level in levels]
    stays = "the profile stays level there: it *first reaches* 10 or 90 % where that stretch begins"
    sooner = [place(profile, level) for level in levels]
    for low, high in ((later[0], later[1]), (sooner[0], later[1]), (later[0], sooner[1])):
        known.append(Mistake((high - low) / factor, f"{stays} (`>` and np.interp take its end)"))
    for low, high in ((0.1, 0.9), (0.1 * profile[-1], 0.9 * profile[-1])):
        known.append(Mistake(clamped(profile, low, high) / factor, own))
    return known


def clamped(profile, low, high):
    """Between two levels that the profile may not reach at all, as np.interp has it."""
    samples = np.arange(len(profile))
    return np.interp(high, profile, samples) - np.interp(low, profile, samples)


def test_edge_width(attempt):
    one = "one number: the distance between the two places"
    profile = PROFILE.astype("float32")
    answer = attempt(profile=profile, factor=FACTOR)
    answer.equals(width(PROFILE, FACTOR), mistakes(profile, FACTOR), shape_hint=one)

    ramp = np.clip((np.arange(13, dtype="float32") - 1) / 10, 0, 1)  # 10 samples from 0 to 1
    straight = "a straight ramp over 10 samples takes 8 of them from 10 to 90 %"
    attempt(profile=ramp, factor=2).equals(4.0, mistakes(ramp, 2), hint=straight)
    step = np.float32([0.0, 1.0])
    hard = "a jump between neighbours is 0.8 of a sample wide: a straight line joins the two"
    attempt(profile=step, factor=1).equals(0.8, mistakes(step, 1), hint=hard)
    jump = np.float32([0.0, 0.0, 0.0, 1.0, 1.0])
    late = "the rise is between the third sample and the fourth: a straight line joins those two"
    attempt(profile=jump, factor=1).equals(0.8, mistakes(jump, 1), hint=late)
    bend = np.sort(random(9, seed=3, low=-1.0))
    again = "a rise from another foot to another top, once more by the formula"
    attempt(profile=bend, factor=3).equals(width(bend, 3), mistakes(bend, 3), hint=again)
    stays = "it first reaches 10 % and 90 % where the level stretches begin"
    attempt(profile=LEVEL, factor=2).equals(width(LEVEL, 2), mistakes(LEVEL, 2), hint=stays)
