"""The renderer: every picture, whatever its size, is points asked of a CPPN in bounded chunks."""

import itertools
import math
from collections.abc import Iterator

import keras
import numpy as np

from cppn_keras.checks import check_memory, numbers, whole
from cppn_keras.coordinates import View, coordinates_within
from cppn_keras.errors import UserError
from cppn_keras.rendering.graph import IN_FLIGHT, as_graph, in_order

CHUNK_POINTS = 32_768  # per call of the network: 17 MB for each layer of 128 units
MAX_SUBPIXELS = 1024  # a side; a pixel of more points needs gigabytes
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
        chunk_points: at most so many points are asked in one call of the network (but always a
            whole pixel); two calls are in memory at a time, besides the result.

    Returns:
        float32 in 0..1, (rows, columns, channels) or (batch, rows, columns, channels).

    Raises:
        UserError: z of the wrong length, or a size outside 1..65536.
    """
    z, single, everything = _check(cppn, z, height, width, view, subpixels, chunk_points)
    _, _, height, width = everything
    subpixels, chunk_points = int(subpixels), int(chunk_points)
    region = everything if region is None else region
    top, left, rows, columns = _check_region(region, height, width)
    shape = (len(z), rows, columns, cppn.output.shape[-1])
    check_memory(4 * math.prod(shape), f"{len(z):,} pictures of {rows} x {columns} pixels")
    images = np.empty(shape, "float32")
    pixels = max(1, chunk_points // subpixels**2)  # in a call
    pictures = max(1, pixels // (rows * columns))

    def draw(job):
        first, (row, column, n_rows, n_columns) = job
        part = images[first : first + pictures, row : row + n_rows, column : column + n_columns]
        place = (top + row, left + column, n_rows, n_columns)
        batch = z[first : first + pictures]
        part[...] = _ask(cppn, batch, place, height, width, view, subpixels)

    batches = range(0, len(z), pictures)
    for _ in in_order(draw, list(itertools.product(batches, _rectangles(rows, columns, pixels)))):
        pass
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

    Few bands are held at a time, so the picture may be larger than memory. Errors as `render`.
    """
    z, single, everything = _check(cppn, z, height, width, view, subpixels, chunk_points)
    _, _, height, width = everything
    subpixels, chunk_points = int(subpixels), int(chunk_points)
    if not single:
        raise UserError(f"a file holds one picture, but z holds {len(z)}.")
    rows = max(1, chunk_points // (width * subpixels**2))

    def draw(band):
        return render(cppn, z[0], height, width, view, subpixels, band, chunk_points)

    bands = [(top, 0, min(rows, height - top), width) for top in range(0, height, rows)]
    one_call = width * subpixels**2 <= chunk_points  # else the calls of a band go side by side
    yield from in_order(draw, bands, IN_FLIGHT if one_call else 1)


def to_uint8(images: np.ndarray) -> np.ndarray:
    """0..1 → 0..255, rounded; values outside are clipped."""
    return np.round(np.clip(images, 0, 1) * np.float32(255)).astype("uint8")


def check_size(height: int, width: int) -> tuple[int, int]:
    """Both as they are; raises UserError unless they are whole numbers from 1 to 65536."""
    what = "a side of a picture, in pixels,"
    return whole(height, 1, MAX_SIDE, what), whole(width, 1, MAX_SIDE, what)


def _check(cppn, z, height, width, view, subpixels, chunk_points):
    """z as (batch, latent), whether it was a single one, and the region that is everything."""
    region = (0, 0, *check_size(height, width))
    whole(subpixels, 1, MAX_SUBPIXELS, "the subpixels of a side")
    whole(chunk_points, 1, 2**31, "the points of a call")
    if not isinstance(cppn, keras.Model) or len(cppn.inputs) != 2:
        raise UserError(f"a CPPN is a model of z and coordinates, not {cppn!r:.60}.")
    if not isinstance(view, View):
        raise UserError(f"a view is a View(…), not {view!r:.60}.")
    with np.errstate(over="ignore"):  # becomes infinite, which is told below
        z = numbers(z, "z").astype("float32")
    latent_dim = cppn.inputs[0].shape[-1]
    if z.ndim not in (1, 2) or z.shape[-1] != latent_dim or not len(z):
        raise UserError(
            f"z must be {latent_dim} numbers, or (batch, {latent_dim}); this z has shape {z.shape}."
        )
    return np.atleast_2d(numbers(z, "z")), z.ndim == 1, region


def _check_region(region, height, width):
    """The region as whole numbers; raises UserError if it is not within the picture."""
    try:
        top, left, rows, columns = (whole(n, 0, MAX_SIDE, "each number of it") for n in region)
    except (TypeError, ValueError):
        raise UserError(f"a region is (top, left, rows, columns), not {region!r:.60}.") from None
    if min(rows, columns) < 1 or top + rows > height or left + columns > width:
        raise UserError(f"region {region} is empty or not within {height} x {width} pixels.")
    return top, left, rows, columns


def _rectangles(rows: int, columns: int, pixels: int) -> Iterator[tuple[int, int, int, int]]:
    """Cuts an area into (top, left, rows, columns) of so many pixels or fewer: bands of whole
    rows, or pieces of one row where that is too long."""
    wide, high = min(columns, pixels), max(1, pixels // columns)
    for top in range(0, rows, high):
        for left in range(0, columns, wide):
            yield top, left, min(high, rows - top), min(wide, columns - left)


def _ask(cppn, z, region, height, width, view, subpixels) -> np.ndarray:
    """One call of the network: (batch, rows, columns, channels) of a rectangle of pixels."""
    fine = tuple(subpixels * n for n in region)  # in a picture of subpixels² as many pixels
    size = (height * subpixels, width * subpixels)
    radius = cppn.inputs[1].shape[-1] == 3
    points = coordinates_within(fine, *size, view, radius)  # (rows, columns, 2 or 3)
    return as_graph(cppn, subpixels)(z, points).numpy()
