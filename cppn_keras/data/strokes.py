"""Synthetic digits drawn with a pen: vector drawings that can be rendered at any size.

Because the drawing is exact, so is the answer to "what should this digit look like at
1300 x 1300?", which photographs of digits cannot give. The digits are made up, not written
by anyone: always label them synthetic.

    skeleton (control points) -> smooth curve -> random hand -> segments -> picture
"""

from dataclasses import dataclass

import numpy as np

from cppn_keras.data.skeletons import SEGMENTS, Skeleton, skeletons
from cppn_keras.errors import UserError

CANVAS = 28.0  # units: the drawing lives in x right, y down, 0 to 28
MARGIN = 1.0  # units: no ink this near the edge, so a 26 x 26 crop loses none
FIT = 20.0  # units: the longer side of a digit's ink
SUBPIXEL = 1 / 5  # units: the coarsest distance between samples
FEWEST = 3  # samples along each side of a pixel, however small it is
SAMPLES_AT_ONCE = 2_000_000  # bounds the renderer's memory
PICTURES_AT_ONCE = 64  # few enough that a step's arrays stay in the processor's cache


@dataclass(frozen=True)
class Strokes:
    """A batch of vector drawings in a canvas of 28 x 28 units, x right, y down.

    segments: float32 (count, 96, 4), straight pieces x0, y0, x1, y1 in units.
    widths: float32 (count,), pen widths in units.
    labels: int64 (count,), digits 0 to 9.

    Ink is every point within half a pen width of a segment, so ends and joints are round.
    """

    segments: np.ndarray
    widths: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int | slice | np.ndarray) -> "Strokes":
        """The chosen drawings, again as a batch; one number gives a batch of one."""
        if isinstance(index, int | np.integer):
            index = [index]
        return Strokes(self.segments[index], self.widths[index], self.labels[index])


# ---------------------------------------------------------------------- the random hand


def _warp(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Bends drawings smoothly: two slow waves per picture and axis. Points (n, points, 2)."""
    n = len(points)
    for _ in range(2):
        waves = rng.normal(0.0, 0.006, (n, 2, 2))  # cycles per unit, a digit is 100 units high
        phases = rng.uniform(0.0, 2 * np.pi, (n, 1, 2))
        heights = rng.normal(0.0, 3.0, (n, 1, 2))
        points = points + heights * np.sin(2 * np.pi * (points @ waves) + phases)
    return points


def _lean(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Random aspect, slant and rotation of drawings (n, points, 2)."""
    n = len(points)
    aspect = np.exp(rng.normal(0.08, 0.15, n))
    slant = np.clip(rng.normal(0.15, 0.18, n), -0.25, 0.55)
    angle = np.clip(rng.normal(0.0, 0.09, n), -0.2, 0.2)  # radians
    x, y = aspect[:, None] * points[..., 0], points[..., 1]
    x = x - slant[:, None] * y
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)


def _fit(segments: np.ndarray, widths: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Scales segments (n, SEGMENTS, 4) so that the ink is 20 units long, its mass centred."""
    n = len(segments)
    points = segments.reshape(n, 2 * SEGMENTS, 2)
    extent = np.ptp(points, axis=1).max(axis=1)
    size = FIT * rng.uniform(0.94, 1.04, n) - widths
    points = points * (size / extent)[:, None, None]
    pieces = points.reshape(n, SEGMENTS, 2, 2)  # picture, segment, start and end, xy
    lengths = np.linalg.norm(pieces[:, :, 1] - pieces[:, :, 0], axis=-1)[..., None]
    mass = (pieces.mean(axis=2) * lengths).sum(axis=1) / lengths.sum(axis=1)  # (n, 2)
    shift = CANVAS / 2 + rng.uniform(-0.5, 0.5, (n, 2)) - mass
    border = MARGIN + widths[:, None] / 2  # keep the ink off the canvas's edge
    least, most = border - points.min(axis=1), CANVAS - border - points.max(axis=1)
    return (points + np.clip(shift, least, most)[:, None]).reshape(n, SEGMENTS, 4)


def _draw(skeleton: Skeleton, widths: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One random drawing of a skeleton per pen width: segments (n, SEGMENTS, 4) in units."""
    jitter = rng.normal(0.0, 1.4, (len(widths), *skeleton.control.shape))
    points = skeleton.basis @ (skeleton.control + jitter)  # (n, points, 2)
    points = _lean(_warp(points, rng), rng)
    pairs = [points[:, skeleton.starts], points[:, skeleton.starts + 1]]
    return _fit(np.concatenate(pairs, axis=-1), widths, rng)


def random_strokes(count: int, seed: int) -> Strokes:
    """Random digits, the ten labels equally often (to within one) and shuffled.

    The same count and seed always give the same drawings.
    """
    _check_whole("count", count, 1)
    _check_whole("seed", seed, 0)
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count, dtype=np.int64) % 10)
    widths = np.clip(np.exp(rng.normal(np.log(2.4), 0.25, count)), 1.4, 4.5)
    styles = rng.random(count)
    segments = np.empty((count, SEGMENTS, 4), np.float32)
    for digit in range(10):
        ways = skeletons(digit)
        style = (styles * len(ways)).astype(int)
        for number, skeleton in enumerate(ways):
            chosen = np.flatnonzero((labels == digit) & (style == number))
            segments[chosen] = _draw(skeleton, widths[chosen], rng)
    return Strokes(segments, widths.astype(np.float32), labels)


# ---------------------------------------------------------------------------- rendering


def render_stroke(
    strokes: Strokes,
    height: int,
    width: int,
    box: tuple[float, float, float, float] = (0.0, 0.0, CANVAS, CANVAS),
) -> np.ndarray:
    """Renders drawings: float32 (count, height, width, 1) in 0 to 1, bright ink on dark.

    box: the part of the canvas to show: left, top, right, bottom in units.
    Each pixel is the area average of the drawing over the pixel. Memory beyond the result is
    bounded whatever the size.
    """
    _check_whole("height", height, 1)
    _check_whole("width", width, 1)
    left, top, right, bottom = box
    if not (np.isfinite(box).all() and left < right and top < bottom):
        raise UserError(f"box must be finite, left < right and top < bottom, not {tuple(box)}.")
    pixel = np.array([(right - left) / width, (bottom - top) / height])  # units: wide, high
    inside = np.ceil(pixel / SUBPIXEL - 1e-9).astype(int)
    inside = np.maximum(inside, FEWEST)  # samples per pixel: across, down
    per_row = width * int(inside.prod())
    rows = min(height, max(1, SAMPLES_AT_ONCE // per_row))
    at_once = min(PICTURES_AT_ONCE, max(1, SAMPLES_AT_ONCE // (rows * per_row)))
    images = np.empty((len(strokes), height, width, 1), np.float32)
    order = np.argsort(strokes.widths, kind="stable")  # like pens together: smaller windows
    for start in range(0, len(strokes), at_once):
        chosen = order[start : start + at_once]
        for row in range(0, height, rows):
            shape = (min(rows, height - row), width)
            origin = np.array([left, top + row * pixel[1]])
            band = _render_band(strokes[chosen], origin, pixel, inside, shape)
            images[chosen, row : row + shape[0], :, 0] = band
    return images


def _render_band(
    strokes: Strokes,
    origin: np.ndarray,
    pixel: np.ndarray,
    inside: np.ndarray,
    shape: tuple[int, int],
) -> np.ndarray:
    """Area averages float32 (n, rows, columns) of the pixels right of and below `origin`."""
    step = pixel / inside  # units between samples, (x, y)
    ramp = float(np.sqrt(step.prod()))  # ink fades over one sample's width
    (rows, columns), (across, down) = shape, inside
    samples = (rows * down, columns * across)
    radius = strokes.widths.astype(np.float64) / 2
    squares = _squared_distances(strokes.segments, radius + ramp, origin, step, samples)
    distance = np.sqrt(squares, out=squares)
    edge = (radius / ramp + 0.5).astype(np.float32)[:, None, None]
    ink = np.clip(edge - distance / np.float32(ramp), 0.0, 1.0)
    return ink.reshape(-1, rows, down, columns, across).mean(axis=(2, 4))


def _squared_distances(
    segments: np.ndarray,
    reach: np.ndarray,
    origin: np.ndarray,
    step: np.ndarray,
    samples: tuple[int, int],
) -> np.ndarray:
    """Squared distance in units from each sample to the nearest segment: float32 (n, h, w).

    Samples farther than `reach` (n,) from every segment may be left at infinity: for each
    segment only a window of samples around it is looked at.
    """
    n, count, _ = segments.shape
    h, w = samples
    field = np.full(n * h * w, np.inf, np.float32)
    limit = np.array([w, h])
    ends = segments.reshape(n, count, 2, 2).astype(np.float64)  # (n, segments, ends, xy)
    margin = reach[:, None, None]
    low = np.ceil((ends.min(axis=2) - margin - origin) / step - 0.5).astype(int)
    high = np.floor((ends.max(axis=2) + margin - origin) / step - 0.5).astype(int) + 1
    near = ((high > 0) & (low < limit)).all(axis=-1)  # (n, segments)
    low, high = np.clip(low, 0, limit), np.clip(high, 0, limit)
    for piece in range(count):
        rows = np.flatnonzero(near[:, piece])
        if len(rows) == 0:
            continue
        span = (high - low)[rows, piece].max(axis=0)  # one window size for all pictures
        corner = np.minimum(low[rows, piece], limit - span)  # (pictures, xy)
        xs, ys = (corner[:, i, None] + np.arange(span[i]) for i in (0, 1))
        where = (rows[:, None] * h + ys)[:, :, None] * w + xs[:, None, :]
        x, y = origin[0] + (xs + 0.5) * step[0], origin[1] + (ys + 0.5) * step[1]
        field[where] = np.minimum(field[where], _to_segment(ends[rows, piece], x, y))
    return field.reshape(n, h, w)


def _to_segment(ends: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Squared distances float32 (n, h, w) from grids xs (n, w), ys (n, h) to ends (n, 2, 2)."""
    way = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(way, axis=1, keepdims=True)
    unit = np.where(length > 0, way / np.maximum(length, 1e-30), [1.0, 0.0])  # a dot: any way
    dx, dy = xs - ends[:, :1, 0], ys - ends[:, :1, 1]
    ux, uy = unit[:, :1], unit[:, 1:]

    def grid(along_x, along_y):
        return along_x.astype(np.float32)[:, None, :] + along_y.astype(np.float32)[:, :, None]

    along, across = grid(dx * ux, dy * uy), grid(dx * uy, -dy * ux)
    along -= np.clip(along, 0.0, length.astype(np.float32)[:, :, None])  # 0 beside the segment
    return along * along + across * across


# ------------------------------------------------------------------------------ dataset


def stroke_digits(
    train: int = 20_000, test: int = 2_000, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Train images, train labels, test images, test labels, from two different seeds.

    Images uint8 (count, 28, 28, 1), labels int64 (count,). Synthetic; 22,000 take about
    ten seconds on one core.
    """
    _check_whole("train", train, 1)
    _check_whole("test", test, 1)
    _check_whole("seed", seed, 0)
    arrays = []
    for count, own_seed in ((train, 2 * seed), (test, 2 * seed + 1)):
        strokes = random_strokes(count, own_seed)
        images = np.empty((count, 28, 28, 1), np.uint8)
        for start in range(0, count, 2_000):  # never the whole set as float32
            part = slice(start, start + 2_000)
            images[part] = np.round(255 * render_stroke(strokes[part], 28, 28))
        arrays += [images, strokes.labels]
    return tuple(arrays)


def painted(images: np.ndarray, seed: int, side: int = 32) -> np.ndarray:
    """Grey pictures in ink of any colour on paper of any other, as small photographs would be.

    Args: images uint8 (n, height, width, 1), which get a margin of paper on all sides.
    Returns: uint8 (n, side, side, 3).
    Raises: UserError for pictures larger than that.
    """
    if max(images.shape[1:3]) > side:
        raise UserError(f"pictures of {images.shape[1:3]} do not fit on {side} x {side} pixels.")
    rng = np.random.default_rng([seed, 77])
    height, width = images.shape[1:3]
    top, left = (side - height) // 2, (side - width) // 2
    margins = ((0, 0), (top, side - height - top), (left, side - width - left), (0, 0))
    amount = np.pad(images, margins).astype("float32") / 255  # of ink
    paper, ink = rng.uniform(0, 255, (2, len(images), 1, 1, 3)).astype("float32")
    return np.round(paper + amount * (ink - paper)).astype("uint8")


def _check_whole(name: str, value: int, least: int) -> None:
    """Refuses a value that is not a whole number of at least `least`."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise UserError(f"{name} must be a whole number of at least {least}, not {value!r}.")
