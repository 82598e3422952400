"""Where the pixels are: the coordinates that a CPPN is asked about.

A picture is a window on the plane. At ``scale=1`` its shorter side spans -1 to 1; x grows to the
right, y grows downwards, r is the distance from the origin. Pixels are squares and a coordinate
is the centre of its square, so pictures of different sizes show the same field of view: every
pixel of a 26 x 26 picture is the area of exactly 50 x 50 pixels of a 1300 x 1300 one.
"""

import dataclasses

import numpy as np

from cppn_keras.errors import UserError

FARTHEST = 1e12  # float32 has no pixels left there


@dataclasses.dataclass(frozen=True)
class View:
    """Which part of the plane a picture shows.

    Attributes:
        center: (x, y) of the middle of the picture.
        zoom: how many times larger things are drawn.
        scale: half of what the shorter side spans at zoom 1; 1 is the view of the training
            pictures. The posts zoom by their scale, an animation by its zoom.
        rotation: degrees by which the picture is turned counter-clockwise about its middle.

    Raises:
        UserError: zoom or scale not above 0, or anything that is not a number up to 1e12.
    """

    center: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0
    scale: float = 1.0
    rotation: float = 0.0

    def __post_init__(self):
        try:
            numbers = np.array([*self.center, self.zoom, self.scale, self.rotation], "float64")
        except (TypeError, ValueError):
            numbers = np.array([np.nan])
        fits = numbers.shape == (5,) and (np.abs(numbers) <= FARTHEST).all()  # NaN does not
        if not fits or min(numbers[2:4]) < 1 / FARTHEST:
            raise UserError(
                "a view needs a center (x, y) and a zoom and scale above 0; this one has "
                f"center {self.center}, zoom {self.zoom}, scale {self.scale}, "
                f"rotation {self.rotation}."
            )

    @property
    def extent(self) -> float:
        """Half of what the shorter side spans."""
        return self.scale / self.zoom


def moved_view(view: View, right: float, down: float, extent: float) -> View:
    """The view whose middle lies so far to the right and down in the picture of another, on the
    plane's scale, and whose shorter side spans 2·extent; turned like the other."""
    right, down = _turned(right, down, view.rotation)
    center = (view.center[0] + right, view.center[1] + down)
    return View(center, scale=extent, rotation=view.rotation)


def pixel_centers(n: int, scale: float = 1.0) -> np.ndarray:
    """Centres of `n` pixels that tile -scale to scale: (2(i + 0.5)/n - 1)·scale, float32 (n,)."""
    return ((2 * (np.arange(n) + 0.5) / n - 1) * scale).astype("float32")


def coordinate_grid(
    height: int,
    width: int,
    scale: float = 1.0,
    center: tuple[float, float] = (0.0, 0.0),
    radius: bool = True,
    corner_aligned: bool = False,
) -> np.ndarray:
    """Coordinates of every pixel, row by row.

    Args:
        height, width: size of the picture in pixels.
        scale: half the extent of the shorter side. Smaller than 1 zooms in.
        center: (x, y) of the middle of the picture.
        radius: append r = sqrt(x² + y²) as a third column.
        corner_aligned: the grid of the 2016 programs, whose first and last pixels lie *on*
            -scale and scale in both directions, whatever the aspect. Such grids do not nest.

    Returns:
        float32 (height·width, 3), or (height·width, 2) without radius; columns x, y, r.
    """
    if corner_aligned:
        x = np.linspace(-scale, scale, width, dtype="float32") + np.float32(center[0])
        y = np.linspace(-scale, scale, height, dtype="float32") + np.float32(center[1])
        points = _points(x[None], y[:, None], height, width, radius)
    else:
        view = View(center, scale=scale)
        points = coordinates_within((0, 0, height, width), height, width, view, radius)
    return points.reshape(height * width, -1)


def coordinates_within(
    region: tuple[int, int, int, int],
    height: int,
    width: int,
    view: View = View(),
    radius: bool = True,
) -> np.ndarray:
    """Coordinates of a rectangle of pixels.

    Computed in float64 and rounded once, so a pixel has the same coordinates in a small tile and
    in the whole of a very large picture. `region` is (top, left, rows, columns) in the picture.
    Returns float32 (rows, columns, 3 or 2).
    """
    top, left, n_rows, n_columns = region
    rows = np.arange(top, top + n_rows)[:, None]
    columns = np.arange(left, left + n_columns)[None]
    x, y = _on_plane(rows, columns, height, width, view)  # thin unless the view is turned
    return _points(x, y, n_rows, n_columns, radius)


def coordinates_at(
    rows: np.ndarray, columns: np.ndarray, height: int, width: int, radius: bool = True
) -> np.ndarray:
    """Coordinates of places in a picture, in pixels from its upper left corner: rows and columns
    (n,), where row 0.5 is the middle of the first. Returns float32 (n, 3), or (n, 2)."""
    x, y = _on_plane(rows - 0.5, columns - 0.5, height, width, View())
    return _points(x, y, 1, len(x), radius)[0]


def _on_plane(rows, columns, height, width, view):
    """x and y of pixels, float64, of whatever shape rows and columns make together."""
    pixel = 2 * view.extent / min(height, width)  # side of a pixel
    right = (columns + 0.5 - width / 2) * pixel
    down = (rows + 0.5 - height / 2) * pixel
    right, down = _turned(right, down, view.rotation)
    return view.center[0] + right, view.center[1] + down


def _turned(right, down, degrees: float):
    """Distances to the right and down in a picture that is turned, as distances in x and y."""
    if not degrees:
        return right, down
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return right * cos - down * sin, right * sin + down * cos


def _points(x, y, rows: int, columns: int, radius: bool) -> np.ndarray:
    """x and y as the columns of float32 (rows, columns, 3 or 2)."""
    points = np.empty((rows, columns, 3 if radius else 2), "float32")
    points[..., 0], points[..., 1] = x, y
    if radius:  # a third of the time of hypot; nothing overflows here
        points[..., 2] = np.sqrt(x * x + y * y)
    return points


def pixel_shares(pixels: int, side: int) -> np.ndarray:
    """How `pixels` equal parts of a line are made of `side` finer ones: float64 (pixels, side).

    A fine one that a border cuts is shared. Rows sum to 1, so that `shares @ values` averages.
    """
    ends = np.arange(pixels + 1) * side / pixels
    low, high, places = ends[:-1, None], ends[1:, None], np.arange(side)
    overlap = np.minimum(high, places + 1) - np.maximum(low, places)
    return np.clip(overlap, 0, None) * pixels / side
