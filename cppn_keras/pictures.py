"""Many pictures at once, drawn by a sampler and saved on one sheet."""

from pathlib import Path

import numpy as np
from scipy.ndimage import uniform_filter

from cppn_keras import rendering
from cppn_keras.coordinates import pixel_centers
from cppn_keras.data import Dataset, center_crop
from cppn_keras.data.small import SmallPicture
from cppn_keras.errors import UserError
from cppn_keras.plotting import enlarge_pixels, image_sheet
from cppn_keras.rendering import Drawing, to_uint8
from cppn_keras.runs.prior import typical_of_each
from cppn_keras.sampler import Sampler

LEAST_NOISE = 0.006  # of a small picture's pixels: two steps of 8 bits


def typical_pictures(sampler: Sampler, data: Dataset) -> np.ndarray:
    """The most ordinary test picture of every label, whose code is nearest to the mean code of
    its label: uint8 (labels, height, width, channels)."""
    _, rows = typical_of_each(sampler.encode(data.test_images), data.test_labels)
    return data.test_images[rows]


def draw(sampler: Sampler, codes: np.ndarray, size: int) -> np.ndarray:
    """Draws codes (n, latent) as uint8 (n, size, size, channels), with a bar for long work."""
    return to_uint8(sampler.generate(codes, x_dim=size, y_dim=size))


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


def fitted_code(sampler: Sampler, picture: SmallPicture) -> np.ndarray:
    """The refined code of a small picture, bright ink on dark: (codes,).

    It is fitted no better than its pixels are known: their noise should not be drawn.
    """
    noise = max(picture.noise, LEAST_NOISE)
    return sampler.refine(picture.ink, agreement=-20 * np.log10(noise))


def enlarge_picture(sampler: Sampler, picture: SmallPicture, size: int) -> tuple[Drawing, float]:
    """A small picture drawn by its refined code, bright ink on dark, the longer side `size` pixels.

    Returns:
        The drawing, and its agreement: the PSNR in dB of its averages against the given pixels.
    """
    code = fitted_code(sampler, picture)
    averages = sampler.generate(code, *picture.ink.shape[:2])
    error = np.mean(np.square(averages - picture.ink, dtype="float64"))
    side, region = picture.placed(size)
    whole = sampler.drawing(code, side, side)
    return whole.window(region), float(-10 * np.log10(max(error, 1e-12)))


def find_corner(sampler: Sampler, z: np.ndarray, size: int = 200, radius: int = 10) -> tuple:
    """(x, y) of the place in a picture where edges of different directions meet most strongly.

    The larger of two edges can go straight on; what tells a corner, a junction or an end is the
    smaller eigenvalue of the slopes' second moments around it (Shi and Tomasi 1994). Looked for
    in a picture of `size` pixels a side, over squares of 2·radius + 1.
    """
    down, right = np.gradient(sampler.generate(z, size, size).mean(axis=-1, dtype="float64"))
    moments = np.stack([right * right, down * down, right * down])  # (3, size, size)
    a, b, c = uniform_filter(moments, 2 * radius + 1, axes=(1, 2))  # means around each pixel
    smaller = (a + b) / 2 - np.hypot((a - b) / 2, c)
    inside = smaller[radius:-radius, radius:-radius]  # squares that lie in the picture
    row, column = np.unravel_index(np.argmax(inside), inside.shape)
    centers = pixel_centers(size)
    return float(centers[column + radius]), float(centers[row + radius])
