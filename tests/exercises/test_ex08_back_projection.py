"""Checks exercise ex08_back_projection number by number, and by what it is for: ink is kept."""

import numpy as np
from checking import Mistake, random
from PIL import Image

HINTS = (
    "average(cut(smooth)) is what a camera would see of the enlargement: how does it differ from "
    "the given pixels?",
    "that difference is as small as `given`; enlarged, `step` of it is added to the smooth picture "
    "(not to the cut one)",
    "begin with smooth = enlarge(given); each round is smooth = smooth + step * enlarge(missing), "
    "`missing` computed anew; the cut comes once more at the end",
)
FACTOR, HEIGHT, WIDTH = 4, 7, 5
STEP, ROUNDS = 0.5, 5
MANY, TOLERANCE = 40, 0.005


def along(n):
    """Bicubic interpolation of n pixels as a matrix (FACTOR·n, n)."""
    columns = Image.fromarray(np.eye(n, dtype="float32"))
    return np.asarray(columns.resize((n, FACTOR * n), Image.Resampling.BICUBIC), "float64")


DOWN, ACROSS = along(HEIGHT), along(WIDTH)


def enlarge(pixels):
    """(7, 5) → (28, 20), rows first, then columns; not clipped."""
    return DOWN @ np.asarray(pixels, "float64") @ ACROSS.T


def average(picture):
    """(28, 20) → (7, 5)."""
    picture = np.asarray(picture, "float64")
    return picture.reshape(HEIGHT, FACTOR, WIDTH, FACTOR).mean(axis=(1, 3))


def cut(picture):
    """A step at ½, soft over about a tenth."""
    return 0.5 + 0.5 * np.tanh(10 * (np.asarray(picture, "float64") - 0.5))


def shapes():
    """(28, 20): a slanted stroke, about a pixel wide, and a disc below it."""
    y, x = np.mgrid[0 : FACTOR * HEIGHT, 0 : FACTOR * WIDTH] + 0.5
    stroke, disc = np.abs(y - 3 - 1.1 * x) < 2.2, np.hypot(y - 20, x - 6) < 5.3
    return (stroke | disc).astype("float64")


def projected(given, step, rounds):
    """As enlarge is linear, all that it is asked can be added up before it is asked, once."""
    wanted = given
    for _ in range(rounds):
        wanted = wanted + step * (given - average(cut(enlarge(wanted))))
    return cut(enlarge(wanted))


def variants(given, step, rounds):
    """What comes back after a known mistake in every round."""

    def repeated(update, picture, end=cut):
        for _ in range(rounds):
            picture = update(picture)
        return end(picture)

    def lacks(picture):
        return enlarge(given - average(picture))

    smooth, ink = enlarge(given), cut(enlarge(given))
    first = lacks(ink)
    kept = "add to the smooth picture, not to the cut one: near 0 and 1 the cut forgets"
    rules = {
        "what the *cut* picture lacks: average(cut(smooth))": lambda x: x + step * lacks(x),
        "that leads away: what is missing is given - average, not the other way": (
            lambda x: x - step * lacks(cut(x))
        ),
        "only `step` of what is missing is added": lambda x: x + lacks(cut(x)),
        "every round has to look at what is *still* missing: average anew each time": (
            lambda x: x + step * first
        ),
        "the smooth picture may leave 0..1, do not clip it: only the cut keeps to them": (
            lambda x: np.clip(x + step * lacks(cut(x)), 0, 1)
        ),
        kept: lambda x: cut(x) + step * lacks(cut(x)),
        f"{kept} ": lambda x: cut(x + step * lacks(cut(x))),
    }
    ends = (lambda x: cut(x + step * lacks(x)), lambda x: np.clip(x + step * lacks(x), 0, 1))
    return [
        *[Mistake(repeated(update, smooth), hint) for hint, update in rules.items()],
        *[Mistake(repeated(update, ink, np.asarray), kept) for update in ends],
    ]


def mistakes(given, step, rounds):
    one = "that is one round: repeat it on its own result, `rounds` times"
    wanted = given
    for _ in range(rounds):
        wanted = wanted + step * (given - average(cut(enlarge(wanted))))
    number = "there are `rounds` rounds, not one more or less: range(rounds)"
    counts = [n for n in (rounds + 1, rounds - 1) if n >= 0 and n != rounds]
    from_nothing = np.zeros_like(given)
    for _ in range(rounds):
        from_nothing = from_nothing + step * (given - average(cut(enlarge(from_nothing))))
    return [
        Mistake(enlarge(wanted), "that is the smooth picture: return its cut"),
        Mistake(np.clip(enlarge(wanted), 0, 1), "cut it with `cut`: clipped, it has greys"),
        Mistake(cut(enlarge(given)), "nothing has changed: is the sum kept, smooth = smooth + …?"),
        *[Mistake(projected(given, step, n), number) for n in counts],
        Mistake(projected(given, step, 1), one),
        Mistake(cut(enlarge(from_nothing)), "the smooth picture begins as enlarge(given)"),
        *variants(given, step, rounds),
    ]


def must_leave_given(answer, given, before):
    hint = "`given -= …` changes the caller's array: missing = given - …"
    came = f"given, changed by up to {np.abs(given - before).max():.3f}"
    same = np.array_equal(given, before)
    answer.must(same, "the argument was changed", came, "as it was", hint)


def test_back_projection(attempt):
    functions = {"enlarge": enlarge, "average": average, "cut": cut}
    given = average(shapes())
    shape = "the result is an enlargement, (H, W), as large as enlarge(given)"
    for pixels, step, rounds in (
        (given, STEP, 0),
        (given, STEP, ROUNDS),
        (random(HEIGHT, WIDTH, seed=1, low=0.0).astype("float64"), 0.3, 3),
    ):
        before = pixels.copy()
        answer = attempt(given=pixels, **functions, step=step, rounds=rounds)
        must_leave_given(answer, pixels, before)
        again = "no round: the cut of the plain enlargement" if rounds == 0 else ""
        known = mistakes(pixels, step, rounds)
        answer.equals(projected(pixels, step, rounds), known, again, shape)

    answer = attempt(given=given, **functions, step=STEP, rounds=MANY)
    large = answer.has_shape((FACTOR * HEIGHT, FACTOR * WIDTH))
    left = float(np.sqrt(np.mean((average(large) - given) ** 2)))
    came, wanted = f"off by {left:.4f} (RMS)", f"less than {TOLERANCE}"
    hint = "print the RMS of given - average(cut(smooth)) in every round: does it get smaller?"
    answer.must(left < TOLERANCE, "other pixels than those given", came, wanted, hint)
