"""Checks exercise ex11_predict_average by adding up 100,000 factors."""

import numpy as np

HINTS = (
    "write down the average after one step, after two, after three: which factor has the value of "
    "one step ago, of two, of n?",
    "0.001 · 0.999ⁿ for a value that is n steps old; all of them together are 1. Their mean age is "
    "the sum of n times the factor, a known series",
    "0.999ⁿ = ½ is solved by logarithms; and (1 - 1/n)ⁿ is near 1/e",
    "a float32 has four bytes, and an average is one more number for each weight",
)
DECAY = 0.999
STEPS = np.arange(100_000)
FACTORS = (1 - DECAY) * DECAY**STEPS
BAND = 0.05


def near(answer, right, known, below, above):
    answer.predicts((1 - BAND) * right, (1 + BAND) * right, known, below, above)


def test_predict_average(attempt):
    age, half_life, left, megabytes = attempt().parts("age", "half_life", "left", "megabytes")
    right = float(np.sum(STEPS * FACTORS))
    half = float(np.interp(0.5, (FACTORS / FACTORS[0])[::-1], STEPS[::-1]))
    mean = "the factors of older values fall slowly: 0.999 of the one before. Add up n · factor"
    known = [
        (half, "that is the half-life: the mean is further back, for some are very old"),
        (
            500,
            "all values of the last 1000 steps would count alike then: they do not, and older "
            "ones count, too",
        ),
        (1 / DECAY, "nearly all of the average is of older values: only 0.001 of it is the newest"),
        (0.001, "that is the factor of the newest value: how old are all of them on average?"),
        (2 * right, "half of that: 1/(1 - 0.999)"),
    ]
    near(age, right, known, mean, mean)

    known = [
        (500, "half of 1000 steps would be right if factors fell along a straight line"),
        (right, "after 1000 steps 0.999¹⁰⁰⁰ = 0.37 is left, less than half"),
        (half / np.log(2), "after 1000 steps 0.999¹⁰⁰⁰ = 0.37 is left, less than half"),
        (half * np.log10(np.e) / np.log10(2) * np.log10(2), "natural logarithms above and below"),
        (np.log10(2) * 1000, "log₁₀ above and ln below: the same logarithm in both places"),
        (1000 / np.log(2), "the other way up: ln 2 · 1000, nearly"),
    ]
    solve = "solve 0.999ⁿ = ½ for n: n = ln ½ / ln 0.999"
    near(half_life, half, known, solve, solve)

    right = DECAY**1000
    known = [
        (1 - right, "that is what has come in: the factor of the start is what is left"),
        (0, "each step takes a thousandth of what is *left*, not of what was there first"),
        (0.001 * right, "the start has no factor 0.001: it was the whole average"),
        (0.5, "after 693 steps half is left: after 1000?"),
        (100 * right, "as a share of 1, not in percent"),
        (DECAY, "that is left after one step"),
    ]
    power = "each step multiplies it by 0.999: a thousand factors"
    near(left, right, known, power, power)

    right = 650_000 * np.float32(0).nbytes / 1e6
    known = [
        (
            2 * right,
            "the weights themselves are there anyway: how much *more* does the average "
            "take? (A float32 has four bytes.)",
        ),
        (3 * right, "Adam's two numbers for each weight are there anyway: how much *more*?"),
        (right / 4, "a float32 has four bytes"),
        (8 * right, "bytes, not bits"),
        (right * 1e6, "in MB: a million bytes each"),
        (right * 1000, "one average, not a thousand old values: it is all that is kept"),
    ]
    copy = "one more float32, four bytes, for each of the 650,000 weights"
    near(megabytes, right, known, copy, copy)
