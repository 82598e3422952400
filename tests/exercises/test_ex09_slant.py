"""Checks exercise ex09_slant against a fitted line, and by shearing, moving and enlarging."""

import warnings

import numpy as np
from checking import Mistake, random

HINTS = (
    "take a picture of 2 x 2 pixels with ink at the lower left and at the upper right, and do it "
    "on paper: where is the middle of the ink, and how far is each pixel from it?",
    "the slope of a weighted least-squares line: the mean of (x - mean x)·(y - mean y), divided by "
    "the mean of (y - mean y)², all means weighed by the ink",
    "rows are counted downwards, so y = -row; divide the weights of each picture by their sum; "
    "where the denominator is 0 divide by 1 and take 0 (np.where, on both)",
)


def moments(image):
    """Pixel by pixel: total ink, means of x and y, μ₂₀, μ₁₁ and μ₀₂; y upwards."""
    heap = [(c, -r, image[r, c, 0]) for r, c in np.ndindex(image.shape[:2])]
    ink = sum(w for _, _, w in heap)
    mx, my = (sum(place[i] * place[2] for place in heap) / ink for i in (0, 1))
    xx = sum(w * (x - mx) ** 2 for x, _, w in heap) / ink
    xy = sum(w * (x - mx) * (y - my) for x, y, w in heap) / ink
    yy = sum(w * (y - my) ** 2 for _, y, w in heap) / ink
    return ink, mx, my, xx, xy, yy


def fitted(image):
    """The slope of the line, by NumPy's polyfit, whose weights are not squared yet."""
    rows, columns = np.nonzero(image[..., 0])
    weights = np.sqrt(image[rows, columns, 0])
    return np.polyfit(-rows.astype("float64"), columns, 1, w=weights)[0]


def mistakes(images):
    table = np.array([moments(image) for image in np.asarray(images, "float64")])
    ink, mx, my, xx, xy, yy = table.T
    height, width = images.shape[1:3]
    right = xy / yy
    flat = np.array([np.polyfit(*np.nonzero(image[..., 0] > 0), 1)[0] for image in images])
    with np.errstate(invalid="ignore"):  # a pale picture has nothing above ½
        halves = [moments(np.where(image > 0.5, 1.0, 0.0))[4:] for image in images]
        halves = np.divide(*np.transpose(halves))
    middle = "around the middle of the ink, not of the picture: take the means of x and y away"
    x0, y0 = (width - 1) / 2, -(height - 1) / 2
    about_picture = (xy + (mx - x0) * (my - y0)) / (yy + (my - y0) ** 2)
    about_corner = (xy + mx * my) / (yy + my**2)
    cut = "each pixel counts with its brightness: no threshold"
    other = "distances are along the rows: x is fitted by y, so the spread of y is below"
    return [
        Mistake(-right, "the sign: rows are counted downwards, y upwards; / is above 0"),
        Mistake(xy / xx, other),
        Mistake(-xy / xx, f"{other}; and y grows upwards"),
        Mistake(yy / xy, "the other way round: per pixel *up*, the spread of y is below"),
        Mistake(np.degrees(np.arctan(right)), "no angle: pixels to the right per pixel up"),
        Mistake(np.arctan(right), "no angle: pixels to the right per pixel up"),
        Mistake(0.5 * np.arctan2(2 * xy, xx - yy), "no axis of inertia: the slope of a line"),
        Mistake(xy / np.sqrt(xx * yy), "that is the correlation: it knows no units; a slope does"),
        Mistake(xy, "that is the numerator: divide by the spread of y"),
        Mistake(about_picture, middle),
        Mistake(about_corner, middle),
        Mistake(right * ink, "brightness must not count: the weights of a picture add up to 1"),
        Mistake(right / ink, "brightness must not count: the weights of a picture add up to 1"),
        Mistake(-flat, cut),
        Mistake(flat, cut),
        Mistake(1 / np.where(flat, flat, 1), cut),
        Mistake(halves, cut),
        Mistake(right[:, None], "one number a picture, shape (n,)"),
        Mistake(right.mean(), "one number a picture, not the mean of all"),
    ]


def leaning(lean: float, size: int = 24, height: int = 24) -> np.ndarray:
    """A soft upright ellipse, sheared: (1, height, size, 1)."""
    y, x = np.mgrid[:height, :size].astype("float64")
    up, right = (height - 1) / 2 - y, x - (size - 1) / 2
    far = ((right - lean * up) / (0.12 * size)) ** 2 + (up / (0.25 * size)) ** 2
    return np.exp(-(far**2))[None, :, :, None]


def must_be_0_without_a_line(attempt):
    images = np.zeros((3, 6, 5, 1), "float32")
    images[1, 2, 1:4] = 0.7
    images[2] = leaning(0.3, 5, 6)[0]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        answer = attempt(images=images)
    nan = "NaN is 0 / 0: where there is no ink, or all in one row, divide by 1 and take 0"
    expected = [0, 0, fitted(images[2].astype("float64"))]
    answer.equals(expected, [Mistake([np.nan, np.nan, expected[2]], nan),
                             Mistake([np.nan, 0, expected[2]], nan),
                             Mistake([0, np.nan, expected[2]], nan)], nan)  # fmt: skip
    divided = [str(w.message) for w in told if issubclass(w.category, RuntimeWarning)]
    both = "np.where computes both of its sides: put a 1 under the fraction first, then choose"
    came = f"a warning: {divided[0]}" if divided else ""
    answer.must(not divided, "a warning", came, "no warning", both)


def test_slant(attempt):
    images = random(4, 7, 5, 1, seed=2, low=0.0) ** 3
    given = images.copy()
    answer = attempt(images=images)
    each = "one number for each of the n pictures"
    right = np.array([fitted(image.astype("float64")) for image in images])
    answer.equals(right, mistakes(images), shape_hint=each)
    kept = "`images -= …` and `images /= …` change what was given: make a new array"
    same = np.array_equal(images, given)
    answer.must(same, "the argument was changed", "other pictures", "as given", kept)

    wide = random(3, 4, 9, 1, seed=5, low=0.0) ** 2
    answer = attempt(images=wide)
    answer.equals([fitted(image.astype("float64")) for image in wide], mistakes(wide))

    for lean in (0.4, -0.2):
        drawn = leaning(lean)
        sign = f"the picture is sheared by {lean} pixels to the right per pixel up"
        attempt(images=drawn).equals([lean], mistakes(drawn), hint=sign)
    pale = 0.3 * leaning(0.4)
    attempt(images=pale).equals([0.4], mistakes(pale), "a pale picture leans as much")
    large = leaning(0.4, 48, 48)
    attempt(images=large).equals([0.4], mistakes(large), "twice the pixels, the same slant")
    moved = np.pad(leaning(0.4), ((0, 0), (9, 0), (0, 3), (0, 0)))
    attempt(images=moved).equals([0.4], mistakes(moved), "in another place it leans as much")
    must_be_0_without_a_line(attempt)
