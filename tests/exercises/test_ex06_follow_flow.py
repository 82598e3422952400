"""Checks exercise ex06_follow_flow number by number, and on ways whose end is known."""

import math

import numpy as np
from checking import Mistake, random
from keras import ops

BATCH, LATENT, STEPS = 3, 2, 4
HINTS = (
    "How long is a step, and at which time does step number i begin? With 4 steps: 0, ¼, ½, ¾.",
    "From z at time t, with h = 1/steps: `first` is the velocity there and then; the trial ends at "
    "z + h · first, at time t + h.",
    "`second` is the velocity at the trial's end. The step itself starts at z again and moves by h "
    "times the mean of both.",
    "Keep every z in a list, z itself first, and make a new array in each step (z = z + ..., not "
    "z += ...); np.stack(list) at the end.",
)


def velocity_of_one(z: float, t: float) -> float:
    """Of each number by itself: neither linear in z nor the same at all times."""
    return math.sin(2 * z) + 3 * t * t - 0.5 * z


def velocity(points, time):
    if np.ndim(time):
        raise ValueError(f"time is one number for all points, not an array {np.shape(time)}")
    points = np.asarray(ops.convert_to_numpy(points), "float64")
    return np.sin(2 * points) + 3 * time**2 - 0.5 * points


def heun(f, z, t, h):
    first = f(z, t)
    return z + h * (first + f(z + h * first, t + h)) / 2


def follow(z, step, steps=STEPS):
    """Each number on its own way, (steps + 1, batch, latent); `step` is (f, z, t, h) → z."""
    way = np.zeros((steps + 1, *z.shape))
    for b, i in np.ndindex(z.shape):
        here, h = float(z[b, i]), 1 / steps
        way[0, b, i] = here
        for s in range(steps):
            here = step(velocity_of_one, here, s * h, h)
            way[s + 1, b, i] = here
    return way


def other_times(z):
    """Heun's steps at other times: hint → way."""
    whole = "time goes from 0 to 1, not in whole steps: divide by steps"
    last = "with steps + 1 stations a step is 1 / steps long: the last begins at 1 - 1 / steps"
    clocks = {
        "time is one step ahead: the first step begins at t = 0": lambda t, h: t + h,
        "time is one step behind: the first step begins at t = 0": lambda t, h: t - h,
        "time is half a step ahead: a step begins at i / steps": lambda t, h: t + h / 2,
        "time goes on: the i-th step begins at i / steps": lambda t, h: 0.0,
        whole: lambda t, h: t / h,
        last: lambda t, h: t / (1 - h),
    }
    ways = {
        hint: follow(z, lambda f, z, t, h, clock=clock: heun(f, z, clock(t, h), h))
        for hint, clock in clocks.items()
    }
    reverse = "time runs backwards there: it goes from 0, where the noise is, to 1"
    one_sided = follow(z, lambda f, z, t, h: heun(lambda z, s: f(z, 1 - s), z, t, h))
    from_1 = follow(z, lambda f, z, t, h: heun(f, z, 1 - t, h))
    back = follow(z, lambda f, z, t, h: heun(f, z, 1 - t, -h))
    late = follow(z, lambda f, z, t, h: heun(f, z, 1 - t - h, h))
    unequal = follow(
        z,
        lambda f, z, t, h: (
            z + h * (f(z, t / h) + f(z + h * f(z, t / h), (t + h) / h)) / 2  # whole steps, both
        ),
    )
    wrong = [Mistake(way, hint) for hint, way in ways.items()]
    wrong += [Mistake(way, reverse) for way in (one_sided, from_1, back, late)]
    return [*wrong, Mistake(unequal, whole)]


def other_steps(z):
    """Other ways to make a step at the right time: hint → way."""
    steps = {
        "that is Euler's step: look at the velocity where it ends, too, and take the mean": (
            lambda f, z, t, h: z + h * f(z, t)
        ),
        "the second look is at time t + h": (
            lambda f, z, t, h: heun(lambda z, _: f(z, t), z, t, h)
        ),
        "the second look is from where the trial ends, z + h · first": (
            lambda f, z, t, h: z + h * (f(z, t) + f(z, t + h)) / 2
        ),
        "first and second are averaged: the ½ is missing": (
            lambda f, z, t, h: z + 2 * (heun(f, z, t, h) - z)
        ),
        "the trial step is h long: z + h · first": (
            lambda f, z, t, h: z + h * (f(z, t) + f(z + f(z, t), t + h)) / 2
        ),
        "a step is 1 / steps long": lambda f, z, t, h: heun(f, z, t / h, 1.0),
        "a step is 1 / steps long: multiply the mean velocity by it": (
            lambda f, z, t, h: z + (f(z, t) + f(z + h * f(z, t), t + h)) / 2
        ),
        "that is the midpoint's velocity: Heun looks at both ends": (
            lambda f, z, t, h: z + h * f(z + h / 2 * f(z, t), t + h / 2)
        ),
        "the mean of both, not the second alone": (
            lambda f, z, t, h: z + h * f(z + h * f(z, t), t + h)
        ),
        "the step starts at z again, not at the trial's end": (
            lambda f, z, t, h: heun(f, z, t, h) + h * f(z, t)
        ),
        "brackets: the mean is (first + second) / 2": (
            lambda f, z, t, h: z + h * (f(z, t) + f(z + h * f(z, t), t + h) / 2)
        ),
        "the second look is at the step's end, t + h with h = 1 / steps": (
            lambda f, z, t, h: z + h * (f(z, t) + f(z + h * f(z, t), t + 1)) / 2
        ),
        "nothing moves: does the new z go into the list?": lambda f, z, t, h: z,
        **{
            f"a step is 1 / steps long, not 1 / (steps {sign} 1)": (
                lambda f, z, t, h, n=n: heun(f, z, t, n)
            )
            for sign, n in (("+", 1 / (STEPS + 1)), ("-", 1 / (STEPS - 1)))
        },
        "z moves along the velocity: z + ..., not z - ...": (
            lambda f, z, t, h: 2 * z - heun(f, z, t, h)
        ),
    }
    return [Mistake(follow(z, step), hint) for hint, step in steps.items()]


def mistakes(z):
    right = follow(z, heun)
    same = "`z += ...` changes the stations in the list, too: z = z + ..."
    return [
        *other_times(z),
        *other_steps(z),
        Mistake(right[-1], "all stations are wanted, not the end alone: collect them in a list"),
        Mistake(right.reshape(-1, LATENT), "np.stack gives the stations an axis of their own"),
        Mistake(right[1:], "the way begins with z itself"),
        Mistake(right[:-1], "the end of the last step is missing"),
        Mistake(right.swapaxes(0, 1), "stations come first: (steps + 1, batch, latent)"),
        Mistake(np.repeat(right[-1:], STEPS + 1, axis=0), same),
        Mistake(right[::-1], "z itself comes first, the end last"),
    ]


def test_follow_flow(attempt):
    z = random(BATCH, LATENT, seed=1).astype("float64")
    every = "a station before each step and one after the last: steps + 1"
    given = z.copy()
    answer = attempt(velocity=velocity, z=given, steps=STEPS)
    answer.equals(follow(z, heun), mistakes(z), shape_hint=every)
    hint = "`z += ...` changes the caller's z: z = z + ... makes a new one"
    changed = "the z that was given has changed"
    answer.must(np.array_equal(given, z), changed, "another z", "the z that was given", hint)

    hint = "with the same velocity everywhere the way is a straight line"
    line = attempt(velocity=lambda points, time: np.full(points.shape, 2.0), z=z.copy(), steps=3)
    line.equals(np.stack([z + 2 * i / 3 for i in range(4)]), hint=hint, shape_hint=every)

    line = attempt(velocity=lambda points, time: np.full(points.shape, 2.0), z=z.copy(), steps=10)
    ten = "10 steps of 0.1 do not add up to 1 in a computer: count the steps, for i in range(steps)"
    line.equals(np.stack([z + i / 5 for i in range(11)]), hint=hint, shape_hint=ten)

    hint = "when the velocity is 2t the end is z + 1, exactly, by Heun's mean of both ends"
    faster = attempt(velocity=lambda points, time: 2 * time + 0 * points, z=z.copy(), steps=1)
    faster.equals(np.stack([z, z + 1]), hint=hint, shape_hint=every)
