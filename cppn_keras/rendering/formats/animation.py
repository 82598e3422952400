"""Pictures in motion: frames drawn one after the other, and the file they go into."""

import importlib.util
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import keras
import numpy as np

from cppn_keras.checks import numbers, whole
from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.files import as_path, replace_file
from cppn_keras.rendering.formats.containers import write_apng, write_gif, write_mp4, write_webp
from cppn_keras.rendering.drawing import CHUNK_POINTS, MAX_SUBPIXELS, check_size, render, to_uint8
from cppn_keras.rendering.formats.timing import Times, check_times, common_step, frame_times, ticks


@dataclass(frozen=True)
class Format:
    """What a kind of file can hold: times in ticks, of at least so many, and sides in pixels."""

    write: Callable
    tick: Fraction  # seconds
    least: int  # ticks a frame
    max_side: int


FORMATS = {
    ".gif": Format(write_gif, Fraction(1, 100), 2, 65_535),  # browsers show 1 tick as 10
    ".webp": Format(write_webp, Fraction(1, 1000), 1, 16_383),
    ".png": Format(write_apng, Fraction(1, 1000), 1, 65_535),
    ".mp4": Format(write_mp4, Fraction(1, 1000), 1, 8_192),
}


def render_frames(
    cppn: keras.Model,
    codes: np.ndarray,
    height: int,
    width: int,
    view: View | Sequence[View] = View(),
    subpixels: int = 1,
) -> Iterator[np.ndarray]:
    """Draws frames one after the other: uint8 (height, width, channels), made when asked for.

    Args:
        cppn: functional model of z and coordinates.
        codes: (frames, latent), or (latent,) for a z that stays while the view changes.
        height, width: pixels.
        view: the part of the plane, or one for each frame.
        subpixels: as `render`.

    Raises:
        UserError: at once where sizes or the numbers of codes and views are wrong; as `render`.
    """
    height, width = check_size(height, width)
    subpixels = whole(subpixels, 1, MAX_SUBPIXELS, "the subpixels of a side")
    codes = numbers(codes, "z").astype("float32")
    still = isinstance(view, View)
    view = view if still or isinstance(view, Sequence) else [view]
    if codes.ndim == 1:
        codes = np.broadcast_to(codes, (1 if still else len(view), len(codes)))
    if not still and not all(isinstance(each, View) for each in view):
        raise UserError(f"a view is a View(…), or one for each frame, not {view!r:.60}.")
    if codes.ndim != 2 or not (still or len(view) == len(codes)):
        views = "one view" if still else f"{len(view)} views"
        raise UserError(f"z of shape {codes.shape} and {views} make no row of frames.")
    together = max(1, CHUNK_POINTS // (height * width * subpixels**2)) if still else 1

    def draw() -> Iterator[np.ndarray]:
        for start in range(0, len(codes), together):
            seen = view if still else view[start]
            batch = codes[start : start + together]
            yield from to_uint8(render(cppn, batch, height, width, seen, subpixels))

    return draw()


def save_animation(
    frames: Iterable[np.ndarray],
    path: str | Path,
    duration: float | Sequence[float] | None = None,
    fps: float | None = None,
    loop: bool = True,
    total: int | None = None,
) -> Path:
    """Saves frames as .gif, .webp, .png (APNG) or .mp4, whichever the path ends in.

    Frames may come from a generator: only a few are in memory at a time. The times in the file
    are whole ticks (GIF 0.01 s, WebP and APNG 0.001 s), chosen so that their sum is right.

    Args:
        frames: (height, width) or with 1 or 3 channels behind; uint8, or float in 0..1.
        path: replaced only when all is written.
        duration: seconds a frame (0.1), or a list of them, one for each frame.
        fps: frames a second, in place of a duration.
        loop: play for ever, or once; an .mp4 leaves that to its player.
        total: how many frames there will be; where given, a bar shows progress and time left.

    Raises:
        UserError: no frames, frames of different shapes, a suffix that is none of these, times
            that the file cannot hold, .mp4 without ffmpeg, or a path that cannot be written.
    """
    times = check_animation(path, duration, fps)
    path = Path(path)
    suffix = path.suffix.lower()
    if not isinstance(frames, Iterable):
        raise UserError(f"frames are pictures in a row, not {frames!r:.60}.")
    kind = FORMATS[suffix]
    tick, options = kind.tick, {"loop": loop}
    if suffix == ".mp4":
        tick = common_step(times)
        options = {"fps": float(1 / tick)}
    elif suffix == ".png" and _longest(times) > Fraction(65_535, 1000):  # ticks have 16 bits
        tick, options["per_second"] = Fraction(1, 100), 100
    pixels = _checked(frames, len(times) if isinstance(times, list) else None)
    size, pixels = _size(pixels, kind.max_side, suffix)
    if total is not None:
        pixels = _with_progress(pixels, total)
    timed = zip(pixels, ticks(times, tick), strict=False)  # the number has been checked
    return replace_file(path, lambda temporary: kind.write(temporary, timed, size, **options))


def check_animation(
    path: str | Path,
    duration: float | Sequence[float] | None = None,
    fps: float | None = None,
) -> Times:
    """The frames' times, after everything that can be checked before frames are drawn.

    Raises:
        UserError: suffix, times or ffmpeg, as `save_animation`.
    """
    suffix = as_path(path).suffix.lower()
    if suffix not in FORMATS:
        raise UserError(f"{path} must end in {', '.join(FORMATS)}.")
    if suffix == ".mp4" and importlib.util.find_spec("imageio_ffmpeg") is None:
        raise UserError(
            'an .mp4 needs ffmpeg: pip install "imageio[ffmpeg]"; .webp, .png and .gif do not.'
        )
    times = frame_times(duration, fps)
    check_times(times, FORMATS[suffix].tick, FORMATS[suffix].least, suffix)
    return times


def _longest(times: Times) -> Fraction:
    return max(times) if isinstance(times, list) else times


def _checked(frames: Iterable[np.ndarray], count: int | None) -> Iterator[np.ndarray]:
    """The frames as uint8 (height, width) or (height, width, 3), all of one shape."""
    shape, number = None, 0
    for number, frame in enumerate(frames, 1):
        pixels = numbers(frame, "the pixels of a frame")
        pixels = pixels if pixels.dtype == np.uint8 else to_uint8(pixels)
        pixels = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[-1] == 1 else pixels
        if not pixels.size or not (pixels.ndim == 2 or pixels.ndim == 3 == pixels.shape[-1]):
            raise UserError(f"a frame is (height, width, 1 or 3); this has {np.shape(frame)}.")
        shape = shape or pixels.shape
        if pixels.shape != shape:
            raise UserError(f"frames must be of one shape, not {shape} and {pixels.shape}.")
        del frame
        if count is not None and number > count:
            raise UserError(f"there are more frames than the {count} durations.")
        yield pixels
    if count is not None and number < count:
        raise UserError(f"there are {count} durations, but only {number} frames.")


def _size(
    frames: Iterator[np.ndarray], max_side: int, suffix: str
) -> tuple[tuple[int, int, int], Iterator[np.ndarray]]:
    """(height, width, channels) of the first frame, and the frames again from the first."""
    first = next(frames, None)
    if first is None:
        raise UserError("an animation needs frames; there are none.")
    if max(first.shape[:2]) > max_side:
        raise UserError(f"a {suffix} holds sides of {max_side} pixels at most.")
    size = (*first.shape[:2], 1 if first.ndim == 2 else 3)
    return size, itertools.chain(iter([first]), frames)


def _with_progress(frames: Iterator[np.ndarray], total: int) -> Iterator[np.ndarray]:
    bar = keras.utils.Progbar(total, unit_name="frame", interval=0.5)
    for frame in frames:
        yield frame
        bar.add(1)
