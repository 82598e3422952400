"""The shape of a digit in four numbers: how it leans, how thick and wide it is, and how round.

Pictures are (n, height, width, 1), uint8 or float in 0..1, bright ink on dark, and of any size.
Lengths are in training pixels: however many pixels a picture has, its shorter side is `side` long.
All are ratios of sums over the ink, so they do not depend on brightness either. What is
smaller than two pixels of the picture is measured too large. A picture without ink has 0 for each.
"""

import numpy as np
from scipy.special import entr

from cppn_keras.checks import numbers, positive
from cppn_keras.data import to_float
from cppn_keras.errors import UserError
from cppn_keras.names import MEASURED

DIRECTIONS = 8  # of an outline, in half a turn
SIDE = 26  # training pixels along the shorter side: those of MNIST's middle


def slant(images: np.ndarray) -> np.ndarray:
    """How far the ink moves to the right per pixel that it rises: float64 (n,).

    The image moments μ₁₁/μ₀₂, with y upwards: the line through the middle of the ink that fits it
    best, row by row. Leaning to the right is positive, and shearing a picture by s adds s. Ink in
    one row only has 0.

    Raises:
        UserError: no (n, height, width, 1) pictures, or other values.
    """
    _, across_up, up_up = _moments(_pictures(images))
    return _ratio(across_up, up_up)


def width(images: np.ndarray, side: float = SIDE) -> np.ndarray:
    """How far the ink spreads to both sides once its slant is removed: float64 (n,).

    The standard deviation of x - slant·y, √(μ₂₀ - μ₁₁²/μ₀₂), in training pixels. An upright bar
    of width w has w/√12.

    Args:
        side: training pixels along the shorter side.

    Raises:
        UserError: as `slant`, or a side that is no number above 0.
    """
    pictures, pixel = _pictures(images), positive(side, "side")
    pixel /= min(pictures.shape[1:])
    across, across_up, up_up = _moments(pictures)
    upright = across - across_up * _ratio(across_up, up_up)  # less the part that slant explains
    return pixel * np.sqrt(np.maximum(upright, 0))


def thickness(images: np.ndarray, side: float = SIDE) -> np.ndarray:
    """How thick the strokes are: twice the ink, divided by the length of its outline, (n,).

    A stroke of width w and length l has ink w·l, and an outline of about 2·l. The outline is the
    total variation Σ ‖∇ ink‖ (Rudin, Osher and Fatemi 1992), so soft edges count as hard ones do.
    In training pixels; float64. Beyond the rim of a picture is paper.

    Raises:
        UserError: as `width`.
    """
    pictures, pixel = _pictures(images), positive(side, "side")
    pixel /= min(pictures.shape[1:])
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    falling, rising = _diagonals(padded)
    outline = np.sqrt((falling**2 + rising**2) / 2).sum(axis=(1, 2), dtype="float64")
    return pixel * _ratio(2 * pictures.sum(axis=(1, 2), dtype="float64"), outline)


def roundness(images: np.ndarray) -> np.ndarray:
    """How evenly the outline points to all sides: float64 (n,), from 0 to 1.

    The entropy of the outline's directions, as a share of the most it can be: an upright square has
    two directions, half of its outline each, a circle has all of them. Directions, which are those
    of the gradient without its sign, are counted in DIRECTIONS equal parts of half a turn, each
    shared by the two parts next to it.

    Raises:
        UserError: as `slant`.
    """
    falling, rising = _diagonals(np.pad(_pictures(images), ((0, 0), (1, 1), (1, 1))))
    outline = np.hypot(falling, rising)
    turned = np.arctan2(rising, falling) % np.pi / np.pi * DIRECTIONS  # 0 to DIRECTIONS
    counts = []
    for direction in range(DIRECTIONS):
        away = np.abs(turned - direction)
        away = np.minimum(away, DIRECTIONS - away)
        shared = outline * np.clip(1 - away, 0, None)
        counts.append(shared.sum(axis=(1, 2), dtype="float64"))
    counts = np.stack(counts, axis=-1)
    shares = _ratio(counts, counts.sum(axis=-1, keepdims=True))
    return entr(shares).sum(axis=-1) / np.log(DIRECTIONS)


MEASURES = dict(zip(MEASURED, (slant, thickness, width, roundness), strict=True))


def _diagonals(padded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gradient at the corners between pixels, along both diagonals (Roberts 1963)."""
    falling = padded[:, 1:, 1:] - padded[:, :-1, :-1]  # (n, height + 1, width + 1)
    rising = padded[:, :-1, 1:] - padded[:, 1:, :-1]
    return falling, rising


def _pictures(images) -> np.ndarray:
    """float32 (n, height, width) in 0..1, or a UserError."""
    array = numbers(images, "images")
    if array.ndim != 4 or array.shape[-1] != 1 or not array.size:
        raise UserError(f"images are (n, height, width, 1), not {array.shape}.")
    array = to_float(array) if array.dtype == np.uint8 else array.astype("float32")
    if not (array.min() >= 0 and array.max() <= 1):
        raise UserError("images are uint8, or float from 0 to 1; these hold other values.")
    return array[..., 0]


def _moments(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """μ₂₀, μ₁₁ and μ₀₂ of pictures (n, height, width): means over the ink around its middle, x to
    the right and y upwards, in pixels; float64 (n,) each."""
    _, height, width = pictures.shape
    right = np.arange(width) - (width - 1) / 2
    up = (height - 1) / 2 - np.arange(height)
    rows = pictures.sum(axis=2, dtype="float64")  # (n, height)
    columns = pictures.sum(axis=1, dtype="float64")  # (n, width)
    ink = rows.sum(axis=1)
    both = np.einsum("nhw,h->nw", pictures, up) @ right
    x, y = _ratio(columns @ right, ink), _ratio(rows @ up, ink)
    squares = ((columns @ right**2, x * x), (both, x * y), (rows @ up**2, y * y))
    return tuple(_ratio(total, ink) - of_middle for total, of_middle in squares)


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a/b, and 0 where b is 0 but for rounding."""
    some = b > 1e-9
    return np.where(some, a / np.where(some, b, 1), 0.0)
