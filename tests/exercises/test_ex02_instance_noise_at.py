"""Checks exercise ex02_instance_noise_at: the line, its end, and tensors of steps."""

import numpy as np
from checking import Mistake


def noise(step, start, decay_steps):
    """One step at a time."""
    return start * (decay_steps - step) / decay_steps if step < decay_steps else 0.0


def mistakes(step, start, decay_steps):
    done = step / decay_steps
    line = "a straight line from start down to 0: start · (1 - step/decay_steps)"
    return [
        Mistake(start * done, "it grows: noise is strongest at step 0 and falls"),
        Mistake(start * min(done, 1), "it grows: noise is strongest at step 0 and falls"),
        Mistake(1 - done, "start is not used: it is the strength at step 0"),
        Mistake(max(1 - done, 0), "start is not used: it is the strength at step 0"),
        Mistake(start - done, "the whole line is scaled by start: start · (1 - step/decay_steps)"),
        Mistake(start * (1 - step // decay_steps), "// drops the fraction: divide with /"),
        Mistake(start * np.exp(-done), line + ", no exponential"),
        Mistake(start * 0.5**done, line + ", no exponential"),
        Mistake(start / (1 + done), line),
        Mistake(start * (1 - done) ** 2, line),
        Mistake(start * (1 + np.cos(np.pi * min(done, 1))) / 2, line + ", no cosine"),
        Mistake(start, "it stays as it was: it should fall with the step"),
    ]


def test_instance_noise_at(attempt):
    start, decay = 0.4, 500
    for step in (125, 430, 0):
        answer = attempt(step=step, start=start, decay_steps=decay)
        answer.equals(noise(step, start, decay), mistakes(step, start, decay))

    for step in (500, 501, 2000):
        answer = attempt(step=step, start=start, decay_steps=decay)
        negative = "a standard deviation is never negative: ops.maximum(..., 0) stops it at 0"
        known = [Mistake(start * (1 - step / decay), negative)]
        answer.equals(0.0, known, "from decay_steps on there is no noise at all")

    steps = np.array([0, 100, 499, 900], "int64")
    expected = [noise(step, start, decay) for step in steps.tolist()]
    hint = "a tensor of steps gives a tensor: use ops.maximum or ops.where, not max or if"
    attempt(step=steps, start=start, decay_steps=decay).equals(expected, (), hint, hint)
