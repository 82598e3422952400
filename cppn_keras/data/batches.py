"""Training batches and test pictures from an array of pictures.

What a batch holds is a function of (seed, step) alone. A run that stops after step k and starts
again with `start_step=k` sees the very batches it would have seen.
"""

from typing import TYPE_CHECKING

import numpy as np

from cppn_keras.checks import whole
from cppn_keras.errors import UserError

if TYPE_CHECKING:
    import tensorflow as tf

Crop = int | tuple[int, int] | None


def batches(
    images: np.ndarray,
    batch_size: int,
    *,
    crop: Crop = None,
    flip: bool = False,
    seed: int = 0,
    start_step: int = 0,
    shard: tuple[int, int] = (0, 1),
) -> "tf.data.Dataset":
    """Shuffled batches without end, optionally cropped and mirrored picture by picture.

    Each pass over the pictures has a new order and len(images) // batch_size batches; the few
    pictures left over sit out that pass. MNIST's 28 × 28 with `crop=26` gives each picture one
    of 9 positions, 0 to 2 pixels from the top and from the left.

    Args:
        images: uint8 (N, H, W, C).
        batch_size: 1 to N.
        crop: (height, width) or one number for both; None keeps the whole picture.
        flip: mirror left and right with probability ½; not for digits.
        seed: any integer.
        start_step: the number of batches to leave out at the beginning; they are not made.
        shard: (k, n) for the k-th of n workers, counted from 0, who share each batch: this one gets
            rows k·batch_size/n up to (k + 1)·batch_size/n.

    Returns:
        An infinite tf.data.Dataset of float32 (batch_size / n, crop height, crop width, C), 0 to 1.

    Raises:
        UserError: wrong dtype or shape of images, a crop larger than the picture, a batch size
            or start step out of range, a batch that cannot be shared evenly.
    """
    dtype, shape = getattr(images, "dtype", type(images).__name__), np.shape(images)
    if dtype != np.uint8 or len(shape) != 4:
        raise UserError(f"images are {dtype} {shape}, not uint8 (N, H, W, C)")
    size = _crop_size(images, crop)
    if whole(batch_size, 1, 10**9, "a batch") > len(images):
        raise UserError(f"a batch of {batch_size} cannot be drawn from {len(images)} pictures")
    whole(start_step, 0, 2**62, "start_step")
    whole(seed, -(2**200), 2**200, "a seed")
    rows = rows_of(batch_size, *shard)
    from cppn_keras.data.pipeline import endless_batches  # loads TensorFlow

    return endless_batches(images, batch_size, size, flip, seed, start_step, rows)


def rows_of(batch_size: int, worker: int, workers: int) -> slice:
    """The rows of a batch that one of the workers gets, who are counted from 0.

    Raises UserError for a batch that they cannot share evenly.
    """
    whole(worker, 0, whole(workers, 1, 10**9, "the number of workers") - 1, "a worker")
    if batch_size % workers:
        raise UserError(
            f"a batch of {batch_size} cannot be shared evenly by {workers} workers; try "
            f"{batch_size // workers * workers or workers}."
        )
    each = batch_size // workers
    return slice(worker * each, (worker + 1) * each)


def center_crop(images: np.ndarray, crop: Crop) -> np.ndarray:
    """The middle of every picture, a view: (N, H, W, C) → (N, crop height, crop width, C).

    Raises UserError for a crop larger than the picture.
    """
    crop_height, crop_width = _crop_size(images, crop)
    _, height, width, _ = images.shape
    top, left = (height - crop_height) // 2, (width - crop_width) // 2
    return images[:, top : top + crop_height, left : left + crop_width]


def to_float(images: np.ndarray) -> np.ndarray:
    """uint8 0 to 255 → float32 0 to 1, the same shape."""
    return images.astype(np.float32) / np.float32(255)


def _crop_size(images: np.ndarray, crop: Crop) -> tuple[int, int]:
    """(height, width) of the crop, checked against the pictures (N, H, W, C)."""
    if np.ndim(images) != 4:
        raise UserError(f"images are {np.shape(images)}, not (N, H, W, C)")
    _, height, width, _ = images.shape
    if crop is None:
        return height, width
    sides = tuple(crop) if np.ndim(crop) else (crop, crop)
    if len(sides) != 2:
        raise UserError(f"a crop is a number of pixels, or (height, width), not {crop!r:.60}")
    crop_height, crop_width = (whole(side, 0, 2**31, "a crop") for side in sides)
    if not (1 <= crop_height <= height and 1 <= crop_width <= width):
        raise UserError(
            f"a crop of {crop_height} × {crop_width} does not fit pictures of {height} × {width}"
        )
    return crop_height, crop_width
