"""A drawing: what one picture is, checked once, and its pixels, asked of the network in chunks."""

import dataclasses
import itertools
import math
from collections.abc import Iterator

import keras
import numpy as np

from cppn_keras.checks import check_memory, numbers, whole
from cppn_keras.coordinates import View, coordinates_within, moved_view
from cppn_keras.errors import UserError
from cppn_keras.names import MAX_POSTER_SIDE, MAX_SIDE
from cppn_keras.networks import CPPN
from cppn_keras.progress import progress
from cppn_keras.rendering.graph import IN_FLIGHT, as_graph, in_order

CHUNK_POINTS = 32_768  # samples per call of the network: 17 MB for each layer of 128 units
MAX_SUBPIXELS = 1024  # a side; a pixel of more samples needs gigabytes

Region = tuple[int, int, int, int]  # top, left, rows, columns in pixels


@dataclasses.dataclass(frozen=True, eq=False)
class Drawing:
    """One picture of one z, or a picture of each z of a batch, at any size.

    Attributes:
        cppn: a CPPN, or an image generator, whose CPPN is meant. A generator without one, such as
            a convolutional decoder, draws at its own size only.
        z: float32 (latent,), or (batch, latent).
        height, width: pixels. Pixels are square: when the picture is not, its shorter side spans
            what the view says and the longer one shows more of the plane.
        view: the part of the plane; the default is that of the training pictures.
        subpixels: supersampling: each pixel is the average of subpixels² samples, evenly spread.
        samples: at least so many samples along the shorter side, by more subpixels where needed.
            What was trained on averages over pixels stays smooth at small sizes by this.

    Raises:
        UserError: z of the wrong length, a size outside 1..1048576, or whatever else is none.
    """

    cppn: keras.Model
    z: np.ndarray
    height: int
    width: int
    view: View = View()
    subpixels: int = 1
    samples: float = 1

    def __post_init__(self):
        network = getattr(self.cppn, "cppn", self.cppn)
        shapes = _shapes(network)
        for name in ("height", "width"):
            self._set(name, whole(getattr(self, name), 1, MAX_POSTER_SIDE, f"the {name} in pixels"))
        if not isinstance(self.view, View):
            raise UserError(f"a view is a View(…), not {self.view!r:.60}.")
        whole(self.subpixels, 1, MAX_SUBPIXELS, "subpixels")
        if not 0 < float(numbers(self.samples, "samples")) <= MAX_POSTER_SIDE * MAX_SUBPIXELS:
            raise UserError(f"samples must be a number above 0, not {self.samples!r:.60}.")
        whole(self.supersampling, 1, MAX_SUBPIXELS, "the samples along the side of a pixel")
        with np.errstate(over="ignore"):  # becomes infinite, which is refused
            z = numbers(numbers(self.z, "z").astype("float32"), "z")
        latent = shapes[0][-1]
        if z.ndim not in (1, 2) or z.shape[-1] != latent or not len(z):
            raise UserError(
                f"z must be {latent} numbers, or (batch, {latent}); this z has shape {z.shape}."
            )
        self._set("cppn", network)
        self._set("z", z)
        if not self.any_size:
            self._check_own_size(*shapes[-1][1:3])

    def _set(self, name: str, value) -> None:
        object.__setattr__(self, name, value)

    def _check_own_size(self, height: int, width: int) -> None:
        if (self.height, self.width, self.supersampling, self.view) != (height, width, 1, View()):
            raise UserError(
                f"this generator draws {height} x {width} pixels only, and the whole picture: "
                "it is no CPPN."
            )

    @property
    def any_size(self) -> bool:
        """Whether the network can be asked for any point."""
        return isinstance(self.cppn, CPPN)

    @property
    def channels(self) -> int:
        return self.cppn.outputs[0].shape[-1]

    @property
    def supersampling(self) -> int:
        """Samples along the side of a pixel."""
        wanted = math.ceil(self.samples / min(self.height, self.width) - 1e-9)
        return max(self.subpixels, wanted)

    def pixels(self, region: Region | None = None) -> np.ndarray:
        """The picture, or a region of it: float32 in 0..1 (rows, columns, channels), with a batch
        in front where z has one. A region has the very pixels that the whole picture has there. A
        bar shows progress once two seconds have passed.

        Raises:
            UserError: more pixels than memory holds, or a region that is not in the picture.
        """
        check_size(self.height, self.width)
        top, left, rows, columns = self._checked(region)
        z = np.atleast_2d(self.z)
        shape = (len(z), rows, columns, self.channels)
        check_memory(4 * math.prod(shape), f"{len(z):,} pictures of {rows} x {columns} pixels")
        images = np.empty(shape, "float32")
        per_call = max(1, CHUNK_POINTS // self.supersampling**2)  # pixels
        pictures = max(1, per_call // (rows * columns))

        def draw(job):
            first, (row, column, n_rows, n_columns) = job
            part = images[first : first + pictures, row : row + n_rows, column : column + n_columns]
            part[...] = self._ask(
                z[first : first + pictures], (top + row, left + column, n_rows, n_columns)
            )

        batches = range(0, len(z), pictures)
        jobs = list(itertools.product(batches, _rectangles(rows, columns, per_call)))
        for _ in progress(in_order(draw, jobs), "drawing", len(jobs)):
            pass
        return images[0] if self.z.ndim == 1 else images

    def bands(self) -> Iterator[np.ndarray]:
        """The picture of one z in bands of whole rows from the top: float32 (rows, width,
        channels). Few bands are held at a time, so the picture may be larger than memory."""
        check_one_picture(self)
        check_size(self.height, self.width)
        rows = self.band_rows
        bands = [
            (top, 0, min(rows, self.height - top), self.width)
            for top in range(0, self.height, rows)
        ]
        one_call = self.width * self.supersampling**2 <= CHUNK_POINTS
        in_flight = IN_FLIGHT if one_call else 1  # else the calls of a band go side by side
        return in_order(self.pixels, bands, in_flight)

    @property
    def band_rows(self) -> int:
        """Rows of each of the `bands` but the last."""
        if not self.any_size:
            return self.height
        return min(self.height, max(1, CHUNK_POINTS // (self.width * self.supersampling**2)))

    def window(self, region: Region, height: int | None = None, width: int | None = None):
        """A region of this drawing as a Drawing of its own, finer or coarser: a tile of a poster.

        Args:
            region: (top, left, rows, columns) in pixels of this drawing; it may reach beyond.
            height, width: pixels of the new one, rows and columns when None; of the same aspect.
        """
        top, left, rows, columns = region
        height, width = rows if height is None else height, columns if width is None else width
        side = 2 * self.view.extent / min(self.height, self.width)  # of a pixel, on the plane
        right = (left + columns / 2 - self.width / 2) * side
        down = (top + rows / 2 - self.height / 2) * side
        view = moved_view(self.view, right, down, min(rows, columns) * side / 2)
        as_fine = self.samples * min(rows, columns) / min(self.height, self.width)
        samples = min(as_fine, self.samples * min(height, width))  # no pixel has more than all
        return dataclasses.replace(self, height=height, width=width, view=view, samples=samples)

    def _checked(self, region: Region | None) -> Region:
        """The region as whole numbers; raises UserError if it is not within the picture."""
        if region is None:
            return 0, 0, self.height, self.width
        try:
            top, left, rows, columns = (whole(n, 0, MAX_SIDE, "each number of it") for n in region)
        except (TypeError, ValueError):
            raise UserError(
                f"a region is (top, left, rows, columns), not {region!r:.60}."
            ) from None
        if min(rows, columns) < 1 or top + rows > self.height or left + columns > self.width:
            size = f"{self.height} x {self.width}"
            raise UserError(f"region {region} is empty or not within {size} pixels.")
        return top, left, rows, columns

    def _ask(self, z: np.ndarray, region: Region) -> np.ndarray:
        """One call of the network: (batch, rows, columns, channels) of a rectangle of pixels."""
        if not self.any_size:
            top, left, rows, columns = region
            return self.cppn.predict_on_batch(z)[:, top : top + rows, left : left + columns]
        n = self.supersampling
        fine = tuple(n * side for side in region)  # in a picture of n² as many pixels
        size = (n * self.height, n * self.width)
        points = coordinates_within(fine, *size, self.view, self.cppn.radius)
        return as_graph(self.cppn, n, 1 if len(z) == 1 else None)(z, points).numpy()


def to_uint8(images: np.ndarray) -> np.ndarray:
    """0..1 → 0..255, rounded; values outside are clipped."""
    return np.round(np.clip(images, 0, 1) * np.float32(255)).astype("uint8")


def check_size(height: int, width: int) -> tuple[int, int]:
    """Both as they are; raises UserError unless they are whole numbers from 1 to 65536."""
    what = "a side of a picture, in pixels,"
    return whole(height, 1, MAX_SIDE, what), whole(width, 1, MAX_SIDE, what)


def check_one_picture(drawing: Drawing) -> None:
    """Raises UserError unless a file can hold the drawing: one z, and grey or RGB."""
    if not isinstance(drawing, Drawing):
        raise UserError(f"a Drawing is wanted here, not {drawing!r:.60}.")
    if drawing.z.ndim != 1:
        raise UserError(f"a file holds one picture, but z holds {len(drawing.z)}.")
    if drawing.channels not in (1, 3):
        raise UserError(f"a file has 1 or 3 channels; this network has {drawing.channels}.")


def _shapes(network) -> list[tuple]:
    """Shapes of the inputs and the output of a network that can draw."""
    if isinstance(network, keras.Model):
        tensors = [*(network.inputs or ()), *(network.outputs or ())]
        shapes = [tuple(tensor.shape) for tensor in tensors]
        if isinstance(network, CPPN) or [len(shape) for shape in shapes] == [2, 4]:
            return shapes
    raise UserError(
        f"a drawing needs a CPPN, or a generator of z (batch, latent), not {network!r:.60}."
    )


def _rectangles(rows: int, columns: int, pixels: int) -> Iterator[Region]:
    """Cuts an area into (top, left, rows, columns) of so many pixels or fewer: bands of whole
    rows, or pieces of one row where that is too long."""
    wide, high = min(columns, pixels), max(1, pixels // columns)
    for top in range(0, rows, high):
        for left in range(0, columns, wide):
            yield top, left, min(high, rows - top), min(wide, columns - left)
