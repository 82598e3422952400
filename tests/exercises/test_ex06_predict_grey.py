"""Checks exercise ex06_predict_grey against what trying all greys finds."""

import numpy as np

INK, PIXELS = 0.3, 40
HINTS = (
    "Write the average cross-entropy at a pixel *here*: -log p counts for 30 % of the pictures, "
    "-log(1 - p) for the others. Try p = 0.1, 0.3, 0.5, or set the derivative to 0.",
    "The squared error 0.3·(1 - p)² + 0.7·p² has its derivative -0.6·(1 - p) + 1.4·p.",
    "The absolute error 0.3·(1 - p) + 0.7·p is a straight line. Which end is lower?",
    "The nats: -0.3 log p - 0.7 log(1 - p) at the best p, with the natural logarithm, at each of "
    "40 pixels; *there* the shares are exchanged, and the number is the same.",
)


def costs():
    p = np.linspace(0.0005, 0.9995, 1000)
    return p, {
        "cross-entropy": -INK * np.log(p) - (1 - INK) * np.log(1 - p),
        "squared error": INK * (1 - p) ** 2 + (1 - INK) * p**2,
        "absolute error": INK * (1 - p) + (1 - INK) * p,
    }


def test_predict_grey(attempt):
    names = ("for_cross_entropy", "for_squared_error", "for_absolute_error", "nats")
    *greys, nats = attempt().parts(*names)
    p, means = costs()
    between = [
        (0.5, "½ is best where both are equally frequent: here it is 30 % and 70 %"),
        (0.7, "0.7 is the share without ink here: p is what is said of ink"),
        (30.0, "p is a number from 0 to 1"),
    ]
    low = "closer to 0 the 30 % that have ink cost more than the others save: try p = 0.3"
    high = "closer to 1 the 70 % without ink cost more than the others save: try p = 0.3"
    for grey, name in zip(greys[:2], ("cross-entropy", "squared error"), strict=True):
        measured = round(p[means[name].argmin()], 2)
        grey.predicts(measured - 0.02, measured + 0.02, between, low, high)

    median = "absolute error pays no more for the last step to 0 than for the first: go on"
    mean = "the mean is best for squared error; |ink - p| is least at the median of the pictures: "
    mean += "which number stands in the middle if 70 % of them are 0?"
    known = [(0.3, mean), (0.5, mean), (1.0, "p = 1 is right in 30 %, p = 0 in 70 %")]
    greys[2].predicts(0, 0.01, known, "p is a number from 0 to 1", median)

    right = PIXELS * means["cross-entropy"].min()
    a, b = -INK * np.log(INK), -(1 - INK) * np.log(1 - INK)
    known = [
        (2 * right, "40 pixels are in doubt, here and there together"),
        (PIXELS * INK * (1 - INK), "that is the squared error: nats are asked"),
        (right / PIXELS, "that is one pixel: 40 are in doubt"),
        (right / 2, "that is the 20 pixels here: the 20 there are in doubt, too"),
        (right / np.log(2), "that is in bits: nats have the natural logarithm"),
        (right / np.log(10), "that is with log₁₀: nats have the natural logarithm"),
        (PIXELS * a, "that is the part with ink: the 70 % without cost something, too"),
        (PIXELS * b, "that is the part without ink: the 30 % with ink cost something, too"),
        (PIXELS * np.log(2), "that is a grey of ½ everywhere: 0.3 and 0.7 cost less"),
        (PIXELS * -np.log(INK), "-log 0.3 is paid in 30 % of the cases only: weigh both cases"),
        (-right, "-log of a probability is positive: what sign does the sum have?"),
    ]
    below = "less than the entropy of a 30:70 chance is not to be had, at any p"
    above = "with p = 0.3 here and 0.7 there it is less: -0.3 log 0.3 - 0.7 log 0.7 a pixel"
    nats.predicts(round(right - 0.6, 1), round(right + 0.6, 1), known, below, above)
