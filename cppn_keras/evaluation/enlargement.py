"""Measures of enlarged pictures: how sharp, how clean, how true to the small ones.

Images are float (n, height, width) or (n, height, width, 1) in 0..1 and `factor` is how many of
their pixels make a training pixel, in which lengths are given.
"""

import numpy as np
from scipy.ndimage import label, uniform_filter

LARGE = 520  # pixels, 20 to a training pixel; edges are within 1 % of those at 1300
ENLARGED = 100  # pictures
CONTRAST = 0.5  # an edge rises by at least so much
REACH = 2  # training pixels looked at to either side of an edge
TURN = 0.02  # a profile that falls back by more than this has passed its top
SPECK = 2.0  # training pixels²: ink in a smaller piece is a speck


def figures_of(large: np.ndarray, small: np.ndarray) -> dict[str, float | None]:
    """Every measure of enlargements (n, size, size, 1) of small pictures (n, side, side, 1).

    edge_width is None where nothing has an edge.
    """
    factor = large.shape[1] // small.shape[1]
    width = edge_width(large, factor)
    return {
        "edge_width": width if np.isfinite(width) else None,
        "consistency": consistency(large, small),
        "speckle": speckle(large, factor),
        "stray_grey": stray_grey(large, factor),
    }


def edge_width(images: np.ndarray, factor: int) -> float:
    """The width over which edges rise from 10 to 90 %, in training pixels: the median edge's.

    Every place where a row or a column passes 0.5 is looked at, in rows where the edge is more
    upright than flat, in columns where it is flatter. From there the profile is followed down to
    its foot and up to its top, REACH at most; 10 and 90 % are of the rise between the two, so
    that thin strokes that never become white count too. Edges that rise by less than CONTRAST
    are left out. The width along the row is turned into that across the edge by the cosine of
    the angle between the row and the gradient.

    Returns:
        The median, nan where there is no edge.
    """
    widths = [
        along_rows(picture, factor) for image in _flat(images) for picture in (image, image.T)
    ]
    widths = np.concatenate(widths) if widths else np.empty(0)
    return float(np.median(widths)) if len(widths) else float("nan")


def along_rows(image: np.ndarray, factor: int) -> np.ndarray:
    """Widths in training pixels of the upright edges of one image (height, width)."""
    reach = REACH * factor
    padded = np.pad(image, ((0, 0), (reach, reach)), mode="edge")
    above = image > 0.5
    rows, columns = np.nonzero(above[:, 1:] != above[:, :-1])  # (edges,) each, at column + ½
    if not len(rows):
        return np.empty(0)
    smooth = _box_mean(image, factor // 8)
    down, right = np.gradient(smooth)
    down = (down[rows, columns] + down[rows, columns + 1]) / 2
    right = (right[rows, columns] + right[rows, columns + 1]) / 2
    upright = np.abs(right) >= np.abs(down)
    rows, columns, down, right = (x[upright] for x in (rows, columns, down, right))
    cosine = np.abs(right) / np.maximum(np.hypot(down, right), 1e-12)
    steps = np.arange(reach + 1)
    before = padded[rows[:, None], columns[:, None] + reach - steps]  # (edges, reach + 1)
    after = padded[rows[:, None], columns[:, None] + reach + 1 + steps]
    rises = after[:, :1] > before[:, :1]
    bright, dark = np.where(rises, after, before), np.where(rises, before, after)
    top, foot = _end_of_rise(bright), 1 - _end_of_rise(1 - dark)
    rise = top - foot
    ninety, ten = foot + 0.9 * rise, foot + 0.1 * rise
    profile = np.concatenate([dark[:, ::-1], bright], axis=1)  # (edges, 2·reach + 2)
    width = _first_at_least(profile, ninety, reach) + _first_at_least(
        1 - profile[:, ::-1], 1 - ten, reach
    )
    return (width * cosine / factor)[rise >= CONTRAST]


def _end_of_rise(profile: np.ndarray) -> np.ndarray:
    """The highest value of each row (n, steps) before it falls back by more than TURN: (n,)."""
    highest = np.maximum.accumulate(profile, axis=1)
    passed = np.maximum.accumulate(highest - profile > TURN, axis=1)
    return np.where(passed, -np.inf, profile).max(axis=1)


def _first_at_least(profile: np.ndarray, level: np.ndarray, reach: int) -> np.ndarray:
    """Pixels from the middle of each row (n, 2·reach + 2) rightwards to where it reaches `level`.

    The middle lies between the two central samples; values between samples are interpolated.
    """
    rising = np.maximum.accumulate(profile[:, reach:], axis=1)  # from the last dark sample on
    index = np.maximum(1, (rising >= level[:, None]).argmax(axis=1))
    each = np.arange(len(profile))
    before, after = rising[each, index - 1], rising[each, index]
    part = (level - before) / np.maximum(after - before, 1e-12)
    return index - 1 + np.clip(part, 0, 1) - 0.5


def speckle(images: np.ndarray, factor: int) -> float:
    """Share of the ink (pixels above 0.5) in connected pieces smaller than SPECK."""
    pieces = [piece_sizes(image > 0.5) for image in _flat(images)]
    sizes = np.concatenate(pieces) if pieces else np.empty(0)
    return float(sizes[sizes < SPECK * factor**2].sum() / max(1, sizes.sum()))


def piece_sizes(ink: np.ndarray) -> np.ndarray:
    """Pixels of each connected piece of bool (height, width); neighbours share a side."""
    pieces, _ = label(ink)  # (height, width): 0 is no ink, pieces count from 1
    return np.bincount(pieces.ravel())[1:]


def stray_grey(images: np.ndarray, factor: int) -> float:
    """Share of pixels between 0.1 and 0.9 with no edge within one training pixel.

    An edge is where ink above 0.5 meets ink below; near is within the square of 2 training pixels
    around. A faint cloud and a wash inside a stroke both count, the slope of an edge does not.
    """
    shares = []
    for image in _flat(images):
        near = _box_mean(image > 0.5, factor)
        calm = (near < 1e-6) | (near > 1 - 1e-6)
        shares.append(np.mean(calm & (image > 0.1) & (image < 0.9)))
    return float(np.mean(shares))


def consistency(large: np.ndarray, small: np.ndarray) -> float:
    """Root mean square difference of enlargements, averaged over squares, and small pictures."""
    large, small = _flat(large), _flat(small)
    n, height, width = small.shape
    factor = large.shape[1] // height
    means = large.reshape(n, height, factor, width, factor).mean(axis=(2, 4))
    return float(np.sqrt(np.mean((means - small) ** 2)))


def _flat(images: np.ndarray) -> np.ndarray:
    return images[..., 0] if images.ndim == 4 else images


def _box_mean(image: np.ndarray, reach: int) -> np.ndarray:
    """Mean of the square of 2·reach + 1 pixels around each pixel, float64; edges are repeated."""
    return uniform_filter(image, 2 * reach + 1, output="float64", mode="nearest")
