"""The renderer: every picture, whatever its size, is points asked of a CPPN in bounded chunks."""

from collections.abc import Iterator

import keras
import numpy as np

from cppn_keras.coordinates import View, coordinates_of
from cppn_keras.errors import UserError

CHUNK_POINTS = 32_768  # per call of the network: 17 MB for each layer of 128 units
MAX_SIDE = 65_536  # pixels; a picture of this size takes hours


def render(
    cppn: keras.Model,
    z: np.ndarray,
    height: int,
    width: int,
    view: View = View(),
    subpixels: int = 1,
    region: tuple[int, int, int, int] | None = None,
    chunk_points: int = CHUNK_POINTS,
) -> np.ndarray:
    """Draws z at any size.

    Args:
        cppn: functional model of z and coordinates.
        z: (latent,) for one picture or (batch, latent) for several.
        height, width: pixels of the whole picture. Pixels are square: when the picture is not,
            its shorter side spans what the view says and the longer one shows more of the plane.
        view: the part of the plane; the default is that of the training pictures.
        subpixels: each pixel is the average of subpixels² points spread evenly over it.
        region: (top, left, rows, columns), the part of the picture to draw; all of it when None.
            A tile has the very pixels that the whole picture has there.
        chunk_points: at most so many points are in memory at a time, besides the result.

    Returns:
        float32 in 0..1, (rows, columns, channels) or (batch, rows, columns, channels).

    Raises:
        UserError: z of the wrong length, or a size outside 1..65536.
    """
    z, single = _check(cppn, z, height, width)
    top, left, rows, columns = region or (0, 0, height, width)
    if min(rows, columns, subpixels) < 1 or min(top, left) < 0:
        raise UserError(f"a region of {rows} x {columns} with {subpixels} subpixels is empty.")
    if top + rows > height or left + columns > width:
        raise UserError(f"region {region} is not within a picture of {height} x {width}.")
    n_pixels, n_points = rows * columns, subpixels**2  # points in a pixel
    images = np.empty((len(z), n_pixels, cppn.output.shape[-1]), "float32")
    pixels_per_call = max(1, chunk_points // n_points)
    pictures_per_call = max(1, pixels_per_call // n_pixels)
    for start in range(0, n_pixels, pixels_per_call):
        part = np.arange(start, min(start + pixels_per_call, n_pixels))
        pixels = (top + part // columns) * width + left + part % columns
        points = _points(cppn, pixels, height, width, view, subpixels)
        for first in range(0, len(z), pictures_per_call):
            batch = z[first : first + pictures_per_call]
            colours = cppn.predict_on_batch([batch, points])  # (batch, pixels·n_points, channels)
            areas = colours.reshape(len(batch), len(part), n_points, -1).mean(axis=2)
            images[first : first + len(batch), part] = areas
    images = images.reshape(len(z), rows, columns, -1)
    return images[0] if single else images


def render_bands(
    cppn: keras.Model,
    z: np.ndarray,
    height: int,
    width: int,
    view: View = View(),
    subpixels: int = 1,
    chunk_points: int = CHUNK_POINTS,
) -> Iterator[np.ndarray]:
    """The picture of one z in bands of whole rows from the top: float32 (rows, width, channels).

    No more than one band is held, so the picture may be larger than memory. Errors as `render`.
    """
    z, single = _check(cppn, z, height, width)
    if not single:
        raise UserError(f"a file holds one picture, but z holds {len(z)}.")
    rows = max(1, chunk_points // (width * subpixels**2))
    for top in range(0, height, rows):
        region = (top, 0, min(rows, height - top), width)
        yield render(cppn, z[0], height, width, view, subpixels, region, chunk_points)


def to_uint8(images: np.ndarray) -> np.ndarray:
    """0..1 → 0..255, rounded; values outside are clipped."""
    return np.round(np.clip(images, 0, 1) * 255).astype("uint8")


def check_size(height: int, width: int) -> None:
    """Raises UserError unless both are 1 to 65536."""
    for side in (height, width):
        if side != int(side) or not 1 <= side <= MAX_SIDE:
            raise UserError(f"a picture side must be 1 to {MAX_SIDE} pixels, not {side}.")


def _check(cppn, z, height, width):
    check_size(height, width)
    try:
        z = np.asarray(z, "float32")
    except (TypeError, ValueError):
        raise UserError("z must be numbers, (latent,) or (batch, latent).") from None
    latent_dim = cppn.inputs[0].shape[-1]
    if z.ndim not in (1, 2) or z.shape[-1] != latent_dim:
        raise UserError(
            f"z must be {latent_dim} numbers, or (batch, {latent_dim}); this z has shape {z.shape}."
        )
    if not np.isfinite(z).all():
        raise UserError("z holds NaN or infinite numbers.")
    return np.atleast_2d(z), z.ndim == 1


def _points(cppn, pixels, height, width, view, subpixels) -> np.ndarray:
    """Coordinates of the points in each pixel, (1, pixels·subpixels², 2 or 3)."""
    rows, columns = np.divmod(pixels, width)
    inside = np.arange(subpixels)
    rows = rows[:, None, None] * subpixels + inside[:, None]  # (pixels, subpixels, 1)
    columns = columns[:, None, None] * subpixels + inside  # (pixels, 1, subpixels)
    fine = rows * (width * subpixels) + columns  # in a picture of subpixels² as many pixels
    radius = cppn.inputs[1].shape[-1] == 3
    size = (height * subpixels, width * subpixels)
    return coordinates_of(fine.ravel(), *size, view, radius)[None]
