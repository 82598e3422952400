"""Checks exercise ex08_back_projection by what it promises: pixels are kept, nothing is lost."""

import numpy as np
from checking import Mistake, close
from PIL import Image

HINTS = (
    "average(image) is what a camera would see: how does it differ from the given pixels?",
    "that difference has the pixels' size; enlarge it, and add it to the image",
    "clip to 0..1 after every step, not only after the last, and compute the difference anew",
)
FACTOR, STEPS = 4, 100
TOLERANCE = 0.01


def average(image):
    """Area averages, (factor·h, factor·w, c) → (h, w, c)."""
    height, width, channels = np.shape(image)
    squares = (height // FACTOR, FACTOR, width // FACTOR, FACTOR, channels)
    return np.asarray(image, "float64").reshape(squares).mean(axis=(1, 3))


def enlarge(pixels):
    """Bicubic, channel by channel, not clipped."""
    size = (FACTOR * np.shape(pixels)[1], FACTOR * np.shape(pixels)[0])  # width first
    channels = [Image.fromarray(np.float32(c)) for c in np.moveaxis(np.asarray(pixels), -1, 0)]
    larger = [np.asarray(c.resize(size, Image.Resampling.BICUBIC)) for c in channels]
    return np.stack(larger, axis=-1)


def shapes():
    """A large picture (28, 20, 2) in 0..1: a slanted stroke, thinner than a pixel, and a disc."""
    y, x = np.mgrid[0:28, 0:20] + 0.5
    stroke = np.abs(y - 3 - 1.1 * x) < 2.2
    disc = np.hypot(y - 17, x - 8) < 6.3
    return np.stack([stroke, disc], axis=-1).astype("float64")


class Counted:
    """`average`, and how often it was asked."""

    def __init__(self):
        self.calls = 0

    def __call__(self, image):
        self.calls += 1
        return average(image)


def off(image, given):
    """RMS difference of area averages and pixels."""
    return float(np.sqrt(np.mean((average(image) - given) ** 2)))


def mistakes(image, given):
    """What comes back after STEPS by mistake, and how it is told."""
    first = given - average(image)
    away, free, same = image, image, image
    for _ in range(STEPS):
        away = np.clip(away - enlarge(given - average(away)), 0, 1)
        free = free + enlarge(given - average(free))
        same = np.clip(same + enlarge(first), 0, 1)
    anew = "every step has to look at what is *still* missing: average the new image each time"
    one = "that is one correction: repeat it on its own result, `steps` times"
    return [
        Mistake(away, "that leads away: what is missing is given - average, not the other way"),
        Mistake(np.clip(free, 0, 1), "clip in every step: what the last cut takes is missed again"),
        Mistake(same, anew),
        Mistake(np.clip(image + enlarge(first), 0, 1), one),
        Mistake(image, "nothing has changed: is the sum of image and correction kept?"),
    ]


def must_keep_pixels(answer, image, given):
    """In 0..1, and nearly the given pixels on average."""
    got = answer.has_shape(image.shape, hint="the result is an enlargement, as large as `image`")
    alone = "that is the correction alone: add it to the image"
    thrown = "that is `given`, enlarged: correct the image, which has more in it"
    for value, hint in ((enlarge(given - average(image)), alone), (enlarge(given), thrown)):
        expected = "the image, corrected"
        answer.must(not close(got, value), "not what was asked for", "less", expected, hint)
    low, high = float(got.min()), float(got.max())
    inside = low > -1e-5 and high < 1 + 1e-5
    cut = "colours end at 0 and 1: clip after adding, np.clip(image, 0, 1)"
    answer.must(inside, "no colours", f"{low:.3f} to {high:.3f}", "0 to 1", cut)
    left = off(got, given)
    known = (hint for value, hint in mistakes(image, given) if close(got, value))
    hint = next(known, "print off = average(image) - given after every step: does it get smaller?")
    came, expected = f"off by {left:.4f} (RMS)", f"less than {TOLERANCE}"
    answer.must(left < TOLERANCE, "other pixels than those given", came, expected, hint)


def must_leave_alone(answer, name, array, before):
    """The argument `name` is what it was."""
    hint = f"`{name} += …` and out={name} change the caller's array: {name} = {name} + …"
    came = f"{name}, changed by up to {np.abs(array - before).max():.3f}"
    answer.must(np.array_equal(array, before), "the argument was changed", came, "as it was", hint)


def must_count_steps(attempt, image, given):
    """No correction for steps=0, and three looks, or twice as many, for steps=3."""
    answer = attempt(image=image, given=given, average=average, enlarge=enlarge, steps=0)
    same = np.allclose(answer.has_shape(image.shape), image, atol=1e-6)
    hint = "steps=0 is no correction: range(steps)"
    answer.must(same, "a step too many", "another image", "the image as it was", hint)
    asked = Counted()
    answer = attempt(image=image, given=given, average=asked, enlarge=enlarge, steps=3)
    came = f"average was asked {asked.calls} times"
    hint = "steps=3 is three corrections, and each looks once at what is still missing"
    answer.must(3 <= asked.calls <= 7, "other steps than asked for", came, "3 times", hint)


def test_back_projection(attempt):
    truth = shapes()
    given = average(truth)
    image = np.clip(enlarge(given), 0, 1).astype("float64")
    before, given_before = image.copy(), given.copy()
    arguments = {"given": given, "average": average, "enlarge": enlarge}

    answer = attempt(image=image, **arguments, steps=STEPS)
    must_leave_alone(answer, "image", image, before)
    must_leave_alone(answer, "given", given, given_before)
    must_keep_pixels(answer, image, given)

    answer = attempt(image=truth, **arguments, steps=3)
    kept = answer.has_shape(truth.shape)
    change = float(np.abs(kept - truth).max())
    hint = "correct the image that was handed in: what lies between its pixels is not in `given`"
    expected = "0: its averages are the given pixels already"
    came = f"a change of up to {change:.3f}"
    answer.must(change < 1e-3, "a right image was changed", came, expected, hint)

    answer = attempt(image=image, **arguments, steps=1)
    left, at_first = off(answer.has_shape(image.shape), given), off(image, given)
    came, expected = f"off by {left:.4f} (RMS)", f"less than {at_first:.4f}, as before the step"
    hint = "with steps=1 there is one correction: range(steps)"
    answer.must(left < 0.95 * at_first, "one step leads no nearer", came, expected, hint)
    must_count_steps(attempt, image, given)
