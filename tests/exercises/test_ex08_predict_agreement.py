"""Checks exercise ex08_predict_agreement by interpolating both rows at many places."""

import numpy as np

HINTS = (
    "draw both rows as bars, and a dot at the middle of each bar's top. Where does a curve through "
    "the dots pass ½?",
    "a straight line from the grey pixel's dot to the next is a good estimate of the curve; all of "
    "the ink lies right of where it passes ½. The other pixels stay as they are: 0 or 1",
    "0.25 + 0.75 t = ½ at t = ⅓, counted from the pixel's *middle*; the bend makes it 0.344. The "
    "squared error is that of the grey pixel, over 5. And 0.4 is the stroke's highest value",
)
EDGE, STROKE = (0, 0, 0.25, 1, 1), (0, 0, 0.4, 0, 0)
SAMPLES = 2_000  # to a pixel
NEAR, NEAR_DB = 0.015, 1.5  # so that straight lines between the middles are near enough


def keys(distance, a=-0.5):
    """The weight of a pixel at this distance from its middle (Keys 1981)."""
    d = np.abs(distance)
    inner = (a + 2) * d**3 - (a + 3) * d**2 + 1
    outer = a * (d**3 - 5 * d**2 + 8 * d - 4)
    return np.where(d < 1, inner, np.where(d < 2, outer, 0))


def averages_of_cut(row, a=-0.5):
    """Each pixel's share of ink after interpolation and cut: (5,)."""
    places = (np.arange(5 * SAMPLES) + 0.5) / SAMPLES
    curve = np.zeros(len(places))
    for i, value in enumerate(np.pad(row, 2, mode="edge"), start=-2):
        curve += value * keys(places - (i + 0.5), a)
    return (curve > 0.5).reshape(5, SAMPLES).mean(axis=1)


def decibels(row, shares):
    return -10 * np.log10(np.mean(np.square(np.subtract(row, shares))))


def reasons_for_agreement(right):
    """Decibels with a known mistake, `right` being the true ones, and what went wrong."""
    error = 10 ** (-right / 20) * 5**0.5  # of the grey pixel
    other = "the pixels beside the grey one are exact, and count as well: all five"
    return [
        (-20 * np.log10(error), other),
        (-10 * np.log10(error / 5), "the error is not squared yet"),
        (-10 * np.log10(error), "the error is not squared yet"),
        (-20 * np.log10(error / 5), "first the square, then the average over five pixels"),
        (right / 2, "that is with a root too many: -10 · log₁₀ of the squared error itself"),
        (2 * right, "10, not 20, in front of the logarithm of a *squared* error"),
        (right * np.log(10), "that is the natural logarithm: log₁₀ is meant"),
        (-right, "the sign: a small error has a large PSNR"),
        (-20 * np.log10(0.25 / 5**0.5), "some ink is left in the grey pixel: how much?"),
    ]


def test_predict_agreement(attempt):
    names = ("edge", "ink", "agreement", "stroke")
    edge, ink, agreement, stroke = attempt().parts(*names)
    quarter = "a quarter of the pixel is ink, and it is the right one: where does it begin?"
    known = [
        (0.25, "that is the share of ink; the ink is on the right, so the edge lies further right"),
        (2.75, "that is counted from the row's left end: count from the pixel's"),
        (0.5, "so it would be in a pixel of 0.5"),
    ]
    edge.predicts(0.75 - NEAR, 0.75 + NEAR, known, quarter, quarter)

    right = averages_of_cut(EDGE)[2]
    middle = "a pixel's value stands at its middle: the way to ½ begins there, not at its side"
    share = "that is where the ink begins: which share of the pixel lies right of it?"
    known = [
        (0.25, "a cut at ½ need not keep the average: where does the curve pass ½?"),
        (1 - right, share),
        (5 / 6, share),
        (2 / 3, middle),
        (0.5 + right, middle),
        (1 / 3, "that is how far behind the pixel's *middle* the ink begins: and its share?"),
        (0.5 - right, "that is how far behind the pixel's *middle* the ink begins: its share?"),
        (averages_of_cut(EDGE, -0.75)[2], "that is Keys with a = -¾, as OpenCV has it: here -½"),
        (0.5, "½ is passed between the grey pixel's middle and the next: how far behind it?"),
    ]
    none = "the pixel's middle is below ½, but its right side is not: the curve is rising there"
    much = "the curve is ½ at a third of the way from the grey pixel's middle to the next one's"
    ink.predicts(right - NEAR, right + NEAR, known, none, much)

    right = decibels(EDGE, averages_of_cut(EDGE))
    only = "only the grey pixel is off, by 0.25 less its ink: square that, over 5, the logarithm"
    low, high = right - NEAR_DB, right + NEAR_DB
    agreement.predicts(low, high, reasons_for_agreement(right), only, only)

    right = decibels(STROKE, averages_of_cut(STROKE))
    top = "the curve has 0.4 in the middle of the stroke and less beside it: what does a cut at ½ "
    top += "leave of it?"
    grown = decibels(STROKE, (0, 0, 1, 0, 0))
    known = [(grown, "0.4 is below ½: it becomes paper"), *reasons_for_agreement(right)[:-1]]
    stroke.predicts(right - NEAR_DB, right + NEAR_DB, known, top, top)
