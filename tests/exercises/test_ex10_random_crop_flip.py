"""Checks exercise ex10_random_crop_flip by looking for every result among all crops there are."""

import keras
import numpy as np
from checking import random

HINTS = (
    "begin with one picture: a row and a column where the square begins, a slice, and perhaps the "
    "same slice with its columns backwards. Then the same for each of n pictures",
    "of 6 pixels, 4 can begin at 0, 1 or 2: at height - side + 1 places. rng.integers(low, high) "
    "never draws `high`",
    "tops = rng.integers(0, height - side + 1, size=n), as many lefts, and flips = rng.random(n) < "
    "0.5; fill an np.empty((n, side, side, channels), images.dtype) picture by picture",
)
SEED, COUNT, SIDE = 20417, 6000, 3
NEAR, LEAST, MOST = 0.04, 0.5, 1.5  # six standard deviations or more
OWN = "a draw for each of the n pictures, not one for all: size=n"
LAST = "the last place is height - side, or width - side, and rng.integers leaves out its upper "
LAST += "bound: + 1"
OTHER_SIDE = "height and width may differ: the columns have width - side + 1 places"
EVEN = "all places alike: rng.integers draws whole numbers evenly, rounding a fraction does not"
COIN = "a fair coin for each picture, rng.random(n) < 0.5: one coin for all flips the whole batch"
ORDER = "what a picture draws must not be told from the one before it: a draw each, in no order"
APART = "row, column and coin have a draw each: from none of them can another be told"
TYPE = "the crops have the dtype of the pictures: np.empty(shape, images.dtype), or np.stack"


def pictures(n, height, width, channels, dtype, seed):
    """uint8 in 0..255, or float32 of both signs."""
    if dtype == "float32":
        return random(n, height, width, channels, seed=seed)
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, height, width, channels), dtype=dtype)


def all_crops(images, side):
    """Yields top, left, flip and what belongs to them, (n, side, side, channels)."""
    _, height, width, _ = images.shape
    for top, left in np.ndindex(height - side + 1, width - side + 1):
        crops = images[:, top : top + side, left : left + side]
        yield (top, left, 0), crops
        yield (top, left, 1), crops[:, :, ::-1]


def draws(crops, images):
    """(n, 3): top, left and flip of each crop; -1 where it is no crop of its own picture."""
    found = np.full((len(crops), 3), -1)
    for draw, right in all_crops(images, crops.shape[1]):
        found[(crops == right).all(axis=(1, 2, 3))] = draw
    return found


def reason(crop, i, images):
    """What has been done to picture i, where the result is none of its crops."""
    own = images[i : i + 1]
    known = [
        (np.delete(images, i, axis=0), "number i of the result is cut out of picture i"),
        (own[:, ::-1], "left and right only: the columns go backwards, not the rows"),
        (own[..., ::-1], "these are the colours backwards: of one picture, columns are axis 1"),
        (own.swapaxes(1, 2), "rows stay rows: the square is turned over"),
        (np.tile(own, (1, 2, 2, 1)), "a square in one piece: it ends where the picture ends"),
    ]
    for others, hint in known:
        for _, right in all_crops(others, len(crop)):
            if (right == crop).all(axis=(1, 2, 3)).any():
                return hint
    return "a square of neighbouring pixels, as they are: images[i, top:…, left:…]"


def cut(attempt, images, side, rng):
    """The answer, once each is cut out of its own picture, and its draws."""
    n, _, _, channels = images.shape
    answer = attempt(images=images.copy(), side=side, rng=rng)
    shape_hint = "n squares of the same size: (n, side, side, channels)"
    crops = answer.has_shape((n, side, side, channels), hint=shape_hint)
    dtype = keras.ops.convert_to_numpy(answer.value).dtype
    answer.must(dtype == images.dtype, "another dtype", f"{dtype}", f"{images.dtype}", TYPE)
    found = draws(crops, images)
    for i in np.flatnonzero(found[:, 0] < 0)[:1]:
        came, expected = f"something else for picture {i}", "a square of it, perhaps mirrored"
        answer.fail("not a crop", came, expected, reason(crops[i], i, images))
    return answer, found


def must_be_cut_out(attempt, sizes):
    for n, height, width, channels, side, dtype in sizes:
        images = pictures(n, height, width, channels, dtype, seed=n)
        cut(attempt, images, side, np.random.default_rng(SEED))
        given = images.copy()
        answer = attempt(images=given, side=side, rng=np.random.default_rng(SEED))
        hint = "a slice is a view: what is written into it is written into the picture; copy first"
        same = np.array_equal(given, images)
        answer.must(same, "the pictures are changed", "other pictures", "as they were", hint)


def must_be_even(attempt):
    """Many copies of one picture: all places, both sides, and nothing that can be foretold."""
    images = np.repeat(pictures(1, 5, 7, 2, "uint8", seed=1), COUNT, axis=0)
    answer, found = cut(attempt, images, SIDE, np.random.default_rng(SEED + 1))
    counts = (3, 5, 2)
    for name, drawn, count in zip(("rows", "columns", "flips"), found.T, counts, strict=True):
        shares = np.bincount(drawn, minlength=count) / COUNT
        hint = COIN if name == "flips" else place_hint(name, shares)
        came = f"shares {np.round(shares, 3).tolist()} of the {name}"
        even = np.abs(shares - 1 / count).max() < NEAR
        answer.must(even, f"{name} that are not even", came, f"{1 / count:.3f} each", hint)
        together = np.mean(drawn[1:] == drawn[:-1])
        came = f"{together:.3f} of the pictures are like the one before, by their {name}"
        free = abs(together - 1 / count) < NEAR
        answer.must(free, "not independent", came, f"about {1 / count:.3f}", ORDER)

    cells = np.zeros(counts)
    np.add.at(cells, tuple(found.T), 1)
    expected = COUNT / cells.size
    even = cells.min() > LEAST * expected and cells.max() < MOST * expected
    came = f"one kind of crop {int(cells.min())} times, another {int(cells.max())} times"
    answer.must(even, "not independent", came, f"each of 30 about {expected:.0f} times", APART)


def place_hint(name, shares):
    if shares.max() == 1:
        return OWN
    if name == "columns" and not shares[3:].any():
        return OTHER_SIDE
    if shares[0] == 0:
        return "the first place is 0: the square may begin where the picture does"
    return LAST if shares[-1] == 0 else EVEN


def must_hang_on_rng_alone(attempt):
    images = pictures(40, 6, 9, 1, "uint8", seed=2)
    generator = np.random.default_rng(SEED)
    _, first = cut(attempt, images, 4, generator)
    answer, second = cut(attempt, images, 4, generator)
    hint = "draw with rng itself, which moves on: a generator made here draws the same every time"
    new = not np.array_equal(first, second)
    answer.must(new, "the same crops at the second call", "the first crops", "new ones", hint)
    answer, again = cut(attempt, images, 4, np.random.default_rng(SEED))
    hint = "draw with rng alone: np.random.… and `random` are another source of chance"
    same = np.array_equal(first, again)
    expected = "what the same seed gave before"
    answer.must(same, "not repeatable", "other crops", expected, hint)


def test_random_crop_flip(attempt):
    must_be_cut_out(attempt, [(7, 6, 9, 3, 4, "uint8"), (5, 8, 5, 2, 3, "float32")])
    must_be_even(attempt)
    must_hang_on_rng_alone(attempt)
    must_be_cut_out(attempt, [(6, 4, 4, 3, 4, "uint8"), (1, 3, 5, 1, 3, "uint8")])
