"""Enlargement without learning: what a network has to be compared with.

Images are (n, side, side, 1) in 0..1 and every pixel is an average over its area. Enlarging and
averaging are linear and treat rows and columns alike, so both are products with small matrices.
"""

import functools
from dataclasses import dataclass

import numpy as np
from PIL import Image

from cppn_keras.coordinates import pixel_shares

KERNELS = {
    "bicubic": Image.Resampling.BICUBIC,
    "Lanczos": Image.Resampling.LANCZOS,
    "box": Image.Resampling.NEAREST,  # every pixel as a square, to show it
}


def interpolated(images: np.ndarray, size: int, kernel: str = "bicubic") -> np.ndarray:
    """Images enlarged to (n, size, size, 1), in 0..1.

    A new pixel is a weighted mean of the nearest 4 x 4 (Keys 1981), or of 6 x 6 ("Lanczos",
    Duchon 1979), which keeps more contrast; "box" shows every pixel as a square.
    """
    return np.clip(_through(_weights(images.shape[1], size, kernel), images), 0, 1)


def cut(images: np.ndarray) -> np.ndarray:
    """Ink where images are above ½, paper elsewhere: float32, like images."""
    return (images > 0.5).astype("float32")


def area_averages(images: np.ndarray, pixels: int) -> np.ndarray:
    """Images as a camera of pixels x pixels sees them: (n, pixels, pixels, 1), float32."""
    return _through(pixel_shares(pixels, images.shape[1]).astype("float32"), images)


@dataclass(frozen=True)
class BackProjection:
    """How back-projection is done: how steep ink ends, which share is mended at once, how often."""

    slope: float = 128.0
    step: float = 0.25
    rounds: int = 120


# The best of `benchmarks/back_projection.py` for each size, on strokes that nothing else uses.
TUNED = {
    26: BackProjection(slope=128, step=0.25),
    20: BackProjection(slope=128, step=0.5),
    16: BackProjection(slope=192, step=0.5),
    13: BackProjection(slope=128, step=0.5),
    11: BackProjection(slope=128, step=0.25),
    9: BackProjection(slope=96, step=0.25),
    7: BackProjection(slope=48, step=0.25),
}


def back_projected(images: np.ndarray, size: int, how: BackProjection | None = None) -> np.ndarray:
    """Enlargements whose area averages are the pixels: float32 (n, size, size, 1).

    A smooth picture, cut at ½ by a steep sigmoid, is the enlargement. What its averages lack is
    enlarged and added to the smooth picture, again and again (Irani and Peleg 1991). It knows that
    a pixel is an area and that ink has no grey, and nothing about pens, digits or letters.

    Args:
        how: what `TUNED` has for the nearest size of images when None.
    """
    pixels = images.shape[1]
    how = how or TUNED[min(TUNED, key=lambda tuned: abs(tuned - pixels))]
    larger = _weights(pixels, size, "Lanczos")
    smaller = pixel_shares(pixels, size).astype("float32")
    smooth = _through(larger, images)
    for _ in range(how.rounds):
        missing = images - _through(smaller, _ink(smooth, how.slope))
        smooth += how.step * _through(larger, missing)
    return _ink(smooth, how.slope)


def _ink(smooth: np.ndarray, slope: float) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(0.5 * slope * (smooth - 0.5))  # the sigmoid, without overflow


@functools.cache
def _weights(pixels: int, size: int, kernel: str) -> np.ndarray:
    """float32 (size, pixels): each new value as a mean of old ones, along one axis."""
    units = Image.fromarray(np.eye(pixels, dtype="float32"))
    return np.asarray(units.resize((pixels, size), KERNELS[kernel]))


def _through(weights: np.ndarray, images: np.ndarray) -> np.ndarray:
    """(m, side) applied to rows and columns of (n, side, side, 1): (n, m, m, 1)."""
    return (weights @ images[..., 0].astype("float32") @ weights.T)[..., None]
