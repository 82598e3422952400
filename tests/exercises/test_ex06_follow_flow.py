"""Checks exercise ex06_follow_flow number by number, and on ways whose end is known."""

import math

import numpy as np
from checking import Mistake, random
from keras import ops

BATCH, LATENT, STEPS = 3, 2, 4


def velocity_of_one(z: float, t: float) -> float:
    """Of each number by itself: neither linear in z nor the same at all times."""
    return math.sin(2 * z) + 3 * t * t - 0.5 * z


def velocity(points, time):
    points = np.asarray(ops.convert_to_numpy(points), "float64")
    return np.sin(2 * points) + 3 * time**2 - 0.5 * points


def heun(f, z, t, h):
    first = f(z, t)
    return z + h * (first + f(z + h * first, t + h)) / 2


def follow(z, step, steps=STEPS, start=0.0, length=1.0):
    """Each number on its own way, (steps + 1, batch, latent); `step` is (f, z, t, h) → z."""
    way = np.zeros((steps + 1, *z.shape))
    for b, i in np.ndindex(z.shape):
        here, h = float(z[b, i]), length / steps
        way[0, b, i] = here
        for s in range(steps):
            here = step(velocity_of_one, here, start + s * h, h)
            way[s + 1, b, i] = here
    return way


def mistakes(z):
    right = follow(z, heun)
    same = "`z += ...` changes the stations in the list, too: z = z + ..."
    euler = "that is Euler's step: look at the velocity where it ends, too, and take the mean"
    ways = {
        euler: lambda f, z, t, h: z + h * f(z, t),
        "the second look is at time t + h": lambda f, z, t, h: heun(lambda z, _: f(z, t), z, t, h),
        "the second look is from where Euler's step ends, z + h · first": lambda f, z, t, h: (
            z + h * (f(z, t) + f(z, t + h)) / 2
        ),
        "first and second are averaged: the ½ is missing": lambda f, z, t, h: (
            z + 2 * (heun(f, z, t, h) - z)
        ),
        "the trial step is h long: z + h · first": lambda f, z, t, h: (
            z + h * (f(z, t) + f(z + f(z, t), t + h)) / 2
        ),
        "time goes on: the i-th step begins at i / steps": lambda f, z, t, h: heun(f, z, 0.0, h),
        "a step is 1 / steps long": lambda f, z, t, h: heun(f, z, t * STEPS, 1.0),
        "time goes from 0 to 1, not to 1 - h and not in whole steps": lambda f, z, t, h: (
            z + h * (f(z, t * STEPS) + f(z + h * f(z, t * STEPS), t * STEPS + 1)) / 2
        ),
        "that is the midpoint's velocity: Heun looks at both ends": lambda f, z, t, h: (
            z + h * f(z + h / 2 * f(z, t), t + h / 2)
        ),
        "the mean of both, not the second alone": lambda f, z, t, h: (
            z + h * f(z + h * f(z, t), t + h)
        ),
    }
    known = [Mistake(follow(z, step), hint) for hint, step in ways.items()]
    return [
        *known,
        Mistake(right[-1], "all stations are wanted, not the end alone: collect them in a list"),
        Mistake(right[1:], "the way begins with z itself"),
        Mistake(right[:-1], "the end of the last step is missing"),
        Mistake(right.swapaxes(0, 1), "stations come first: (steps + 1, batch, latent)"),
        Mistake(np.repeat(right[-1:], STEPS + 1, axis=0), same),
        Mistake(right[::-1], "z itself comes first, the end last"),
    ]


def test_follow_flow(attempt):
    z = random(BATCH, LATENT, seed=1)
    every = "a station before each step and one after the last: steps + 1"
    answer = attempt(velocity=velocity, z=z.copy(), steps=STEPS)
    answer.equals(follow(z, heun), mistakes(z), shape_hint=every)

    hint = "with the same velocity everywhere the way is a straight line"
    line = attempt(velocity=lambda points, time: np.full(points.shape, 2.0), z=z.copy(), steps=3)
    line.equals(np.stack([z + 2 * i / 3 for i in range(4)]), hint=hint, shape_hint=every)

    hint = "when the velocity is 2t the end is z + 1, exactly, by Heun's mean of both ends"
    faster = attempt(velocity=lambda points, t: 2 * t + 0 * points, z=z.copy(), steps=1)
    faster.equals(np.stack([z, z + 1]), hint=hint, shape_hint=every)
