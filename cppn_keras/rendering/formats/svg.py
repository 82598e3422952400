"""SVG: the outlines at which a grey picture passes ½, as smooth curves that scale without end."""

from pathlib import Path

import numpy as np
from contourpy import contour_generator
from scipy.interpolate import splev, splprep

from cppn_keras.errors import UserError
from cppn_keras.files import replace_file
from cppn_keras.rendering.drawing import Drawing

TRACED = 1040  # samples along the longer side
TOLERANCE = 0.1  # samples: how far a curve is from what was traced, root mean square
FEWEST = 12  # points of an outline; what has fewer is a speck
LEAST = 1e-4  # colours nearer to 0 and 1 are taken for this: their logits are finite


def write(drawing: Drawing, path: Path, ink: str = "white", paper: str | None = "black") -> Path:
    """An SVG with one path, filled by the even-odd rule, of cubic Bézier curves. See `save`.

    Args:
        ink, paper: colours as SVG names them; without paper the rest is transparent.
    """
    if drawing.channels != 1:
        raise UserError("an SVG is an outline of grey pictures; this network draws in colour.")
    height, width = drawing.height, drawing.width
    scale = TRACED / max(height, width)
    rows, columns = (max(2, round(scale * side)) for side in (height, width))
    traced = drawing.window((0, 0, height, width), rows, columns)
    to_pixels = np.array([width / columns, height / rows])
    curves = "".join(_path_data(line * to_pixels) for line in outlines(traced.pixels()[..., 0]))
    background = f'<rect width="100%" height="100%" fill="{paper}"/>\n' if paper else ""
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n{background}'
        f'<path fill="{ink}" fill-rule="evenodd" d="{curves}"/>\n</svg>\n'
    )
    return replace_file(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def outlines(image: np.ndarray) -> list[np.ndarray]:
    """Closed curves along which an image (height, width) passes ½, each as Bézier control points
    (3·pieces + 1, 2), x and y in pixels from the upper left corner. Ink ends at the border."""
    clipped = np.clip(image.astype("float64"), LEAST, 1 - LEAST)
    logits = np.pad(np.log(clipped / (1 - clipped)), 1, constant_values=np.log(LEAST))
    lines = contour_generator(z=logits, line_type="Separate").lines(0.0)
    return [_smooth(line - 0.5) for line in lines if len(line) >= FEWEST]


def _smooth(line: np.ndarray) -> np.ndarray:
    """A closed cubic spline near the points (n, 2), whose last is the first, as Bézier curves."""
    line = line[np.r_[True, (np.diff(line, axis=0) != 0).any(axis=1)]]
    spline, _ = splprep(line.T, s=len(line) * TOLERANCE**2, per=True)
    knots = np.unique(spline[0][3:-3])
    thirds = np.diff(knots) / 3
    places = np.stack(splev(knots, spline), axis=1)
    slopes = np.stack(splev(knots, spline, der=1), axis=1)
    leaving = places[:-1] + thirds[:, None] * slopes[:-1]
    arriving = places[1:] - thirds[:, None] * slopes[1:]
    pieces = np.stack([leaving, arriving, places[1:]], axis=1)
    return np.concatenate([places[:1], pieces.reshape(-1, 2)])


def _path_data(points: np.ndarray) -> str:
    """The commands of one closed curve."""
    numbers = [f"{x:.2f} {y:.2f}" for x, y in points]
    return f"M{numbers[0]}C{' '.join(numbers[1:])}Z"
