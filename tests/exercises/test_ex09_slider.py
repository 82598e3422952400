"""Checks exercise ex09_slider by what is predicted from the codes that come back."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "call it with one value, twice as large the second time: what changes in the result?",
    "how far has the code to go? From what is predicted for *this* picture to what is asked for",
    "what is predicted already is z @ weights + intercept: take that from the values, in place of "
    "their mean",
)
LATENTS = 5


def codes_of(z, amounts, step):
    """One setting after the other."""
    return np.stack([z + amount * step for amount in amounts])


def predicted(codes, weights, intercept):
    return codes @ weights + intercept


def mistakes(z, weights, intercept, step, values):
    present = float(z @ weights + intercept)
    values = np.asarray(values, "float64")
    away = "take away what is predicted for this picture: z @ weights + intercept"
    middle = "the middle of the settings is not where this picture stands: what is predicted of it?"
    length = np.linalg.norm(weights)
    again = "the step is one for 1 of the measure already: nothing more to divide by"
    amounts = {
        middle: [values - values.mean(), values - np.median(values), values - values[0],
                 values - (values.min() + values.max()) / 2],
        f"that adds the values to what is there; {away}": [values],
        "the intercept belongs to the prediction: z @ weights + intercept": [
            values - float(z @ weights)],
        "that takes the intercept away alone, which is right for z = 0 only": [values - intercept],
        "the intercept is added in the prediction: values - (z @ weights + intercept)": [
            values - float(z @ weights) + intercept],
        "the sign: from the present value to the wanted one is wanted - present": [
            present - values, values + present],
        f"{again} ": [(values - present) / length, (values - present) / length**2],
        f"{again}, nor to multiply with": [(values - present) * length],
    }  # fmt: skip
    known = [
        Mistake(codes_of(z, way, step), hint) for hint, ways in amounts.items() for way in ways
    ]
    right = codes_of(z, values - present, step)
    unit = step / np.linalg.norm(step)
    own = weights / (weights @ weights)
    given = "go along `step`, as it is given: it need not be the direction of the weights"
    return [
        *known,
        Mistake(codes_of(z, values - present, unit), "the step as it is: its length counts"),
        Mistake(codes_of(z, values - present, own), given),
        Mistake(codes_of(z, values - present, weights), given),
        Mistake(right - z, "the codes themselves, z + …, not what is added"),
        Mistake(right.T, "a row for each setting: (settings, latents)"),
    ]


def test_slider(attempt):
    cases = [(random(LATENTS, seed=s), random(LATENTS, seed=s + 10), random(LATENTS, seed=s + 20))
             for s in (1, 2)]  # fmt: skip
    settings = (np.float32([0.4, 0.0, -0.2, 0.9]), np.float32([1.5]))
    for (z, weights, step), values in zip(cases, settings, strict=True):
        step = step / (step @ weights)  # raises the prediction by 1
        intercept = 0.8
        arguments = {"z": z, "weights": weights, "intercept": intercept, "step": step}
        kept = z.copy()
        answer = attempt(**arguments, values=values)
        rows = "a row for each setting: (settings, latents)"
        right = codes_of(z, values - float(z @ weights + intercept), step)
        answer.equals(right, mistakes(**arguments, values=values), shape_hint=rows)
        hint = "`z += …` changes what was given: return z + …"
        same = np.array_equal(z, kept)
        answer.must(same, "the argument was changed", "another z", "as given", hint)

        there = np.float32([predicted(z, weights, intercept)])
        still = attempt(**arguments, values=there)
        stays = "asked for what is predicted already, it leaves the code as it is"
        still.equals(z[None], mistakes(**arguments, values=there), hint=stays)
