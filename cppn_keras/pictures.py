"""Sheets of pictures and animations, drawn by a sampler and saved with progress and path."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import keras
import numpy as np

from cppn_keras import rendering
from cppn_keras.coordinates import pixel_centers
from cppn_keras.data import Dataset, center_crop
from cppn_keras.errors import UserError
from cppn_keras.plotting import enlarge_pixels, image_sheet
from cppn_keras.rendering.drawing import check_size, to_uint8
from cppn_keras.sampler import Sampler
from cppn_keras.runs.prior import typical_of_each


def typical_pictures(sampler: Sampler, data: Dataset) -> np.ndarray:
    """The most ordinary test picture of every label, whose code is nearest to the mean code of
    its label: uint8 (labels, height, width, channels)."""
    _, rows = typical_of_each(sampler.encode(data.test_images), data.test_labels)
    return data.test_images[rows]


def draw(sampler: Sampler, codes: np.ndarray, size: int) -> np.ndarray:
    """Draws codes (n, latent) as uint8 (n, size, size, channels), with a bar for long work."""
    return np.concatenate(list(draw_parts(sampler, codes, size)))


def draw_parts(sampler: Sampler, codes: np.ndarray, size: int) -> Iterator[np.ndarray]:
    """What `draw` draws, in parts of a few million pixels."""
    check_size(size, size)
    per_part = max(1, 2_000_000 // size**2)  # pictures
    bar = keras.utils.Progbar(len(codes), unit_name="picture", interval=0.5)
    for start in range(0, len(codes), per_part):
        part = codes[start : start + per_part]
        yield to_uint8(sampler.generate(part, x_dim=size, y_dim=size))
        bar.add(len(part))


def save_sheet(images: np.ndarray, out: Path, columns: int) -> Path:
    """Saves uint8 images (n, height, width, channels) side by side as one PNG."""
    sheet = image_sheet(images, columns, gap=max(2, images.shape[1] // 32), paper=96)
    path = rendering.save_png(sheet, out)
    print(f"saved {path}")
    return path


def save_enlargements(
    sampler: Sampler, originals: np.ndarray, out: Path, size: int, only: bool = False
) -> Path:
    """Originals, uint8 (n, height, width, channels), over reconstructions over enlargements.

    Each is shown `size` pixels a side, the upper two with their pixels as squares. With `only`,
    the enlargements alone, five in a row.
    """
    trained_size = sampler.image_size[0]
    if size < trained_size and not only:
        raise UserError(f"an enlargement needs --size {trained_size} or more, not {size}.")
    codes = sampler.encode(originals)
    drawn = draw(sampler, codes, size)
    if only:
        return save_sheet(drawn, out, columns=5)
    factor = size // trained_size
    rows = [center_crop(originals, sampler.image_size), draw(sampler, codes, trained_size)]
    margin = size - factor * trained_size
    padding = ((0, 0), (0, margin), (0, margin), (0, 0))
    rows = [np.pad(enlarge_pixels(row, factor), padding) for row in rows]
    return save_sheet(np.concatenate([*rows, drawn]), out, columns=len(originals))


def save_morph(
    sampler: Sampler,
    codes: np.ndarray,
    out: Path,
    size: int,
    n_frames: int,
    duration: float,
    width: int | None = None,
    easing: str = "smooth",
    interpolation: str = "linear",
) -> Path:
    """The animation of a walk from each code to the next and back to the first.

    `size` and `width` in pixels; `n_frames` from code to code, each `duration` seconds.
    """
    path = rendering.closed_path(codes, n_frames, easing, interpolation)
    return _save_frames(sampler, path, out, size, width, rendering.View(), duration)


def save_zoom(
    sampler: Sampler,
    z: np.ndarray,
    out: Path,
    size: int,
    views: Sequence[rendering.View],
    duration: float,
    width: int | None = None,
) -> Path:
    """The animation of one z, (latent,), seen by a camera that moves: a view for each frame."""
    return _save_frames(sampler, z, out, size, width, views, duration)


def find_corner(sampler: Sampler, z: np.ndarray, size: int = 200, radius: int = 10) -> tuple:
    """(x, y) of the place in a picture where edges of different directions meet most strongly.

    The larger of two edges can go straight on; what tells a corner, a junction or an end is the
    smaller eigenvalue of the slopes' second moments around it (Shi and Tomasi 1994). Looked for
    in a picture of `size` pixels a side, over squares of 2·radius + 1.
    """
    down, right = np.gradient(sampler.generate(z, size, size).mean(axis=-1))
    moments = np.stack([right * right, down * down, right * down])  # (3, size, size)
    window = (2 * radius + 1, 2 * radius + 1)
    around = np.lib.stride_tricks.sliding_window_view(moments, window, axis=(1, 2))
    a, b, c = around.mean(axis=(3, 4), dtype="float64")  # (size - 2·radius, size - 2·radius)
    smaller = (a + b) / 2 - np.hypot((a - b) / 2, c)
    row, column = np.unravel_index(np.argmax(smaller), smaller.shape)
    centers = pixel_centers(size)
    return float(centers[column + radius]), float(centers[row + radius])


def _save_frames(sampler, codes, out, size, width, view, duration) -> Path:
    width = width or size
    rendering.check_animation(out, duration)
    subpixels = sampler.subpixels(size, width)
    frames = rendering.render_frames(sampler.cppn, codes, size, width, view, subpixels)
    total = len(codes) if codes.ndim == 2 else len(view)
    path = rendering.save_animation(frames, out, duration, total=total)
    print(f"saved {path}")
    return path
