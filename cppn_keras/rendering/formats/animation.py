"""Pictures in motion: frames drawn one after the other, and the file they go into."""

import importlib.util
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from cppn_keras.checks import numbers
from cppn_keras.errors import UserError
from cppn_keras.files import as_path, check_target, replace_file
from cppn_keras.progress import progress
from cppn_keras.rendering.drawing import Drawing, check_one_picture, to_uint8
from cppn_keras.rendering.formats.containers import write_apng, write_gif, write_mp4, write_webp
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


def save_animation(
    frames: Iterable[np.ndarray | Drawing],
    path: str | Path,
    duration: float | Sequence[float] = 0.1,
    loop: bool = True,
) -> Path:
    """Saves frames as .gif, .webp, .png (APNG) or .mp4, whichever the path ends in.

    Drawings are drawn one after the other, and frames may come from a generator: only a few are in
    memory at a time. The times in the file are whole ticks (GIF 0.01 s, WebP and APNG 0.001 s),
    chosen so that their sum is right. A bar shows progress once two seconds have passed.

    Args:
        frames: drawings of one z each, or images (height, width) or with 1 or 3 channels behind,
            uint8 or float in 0..1.
        path: replaced only when all is written.
        duration: seconds a frame, or a list of them, one for each frame.
        loop: play for ever, or once; an .mp4 leaves that to its player.

    Raises:
        UserError: no frames, frames of different shapes, a suffix that is none of these, times
            that the file cannot hold, .mp4 without ffmpeg, or a path that cannot be written.
    """
    times = check_animation(path, duration)
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
    total = len(frames) if isinstance(frames, Sized) else None
    pixels = _checked(frames, len(times) if isinstance(times, list) else None)
    size, pixels = _size(pixels, kind.max_side, suffix)
    shown = progress(pixels, path.name, total)
    timed = zip(shown, ticks(times, tick), strict=False)  # the number has been checked
    return replace_file(path, lambda temporary: kind.write(temporary, timed, size, **options))


def check_animation(path: str | Path, duration: float | Sequence[float] = 0.1) -> Times:
    """The frames' times, after everything that can be checked before frames are drawn.

    Raises:
        UserError: suffix, path, times or ffmpeg, as `save_animation`.
    """
    suffix = as_path(path).suffix.lower()
    if suffix not in FORMATS:
        raise UserError(f"{path} must end in {', '.join(FORMATS)}.")
    if suffix == ".mp4" and importlib.util.find_spec("imageio_ffmpeg") is None:
        raise UserError(
            'an .mp4 needs ffmpeg: pip install "imageio[ffmpeg]"; .webp, .png and .gif do not.'
        )
    check_target(path, suffix)
    times = frame_times(duration)
    check_times(times, FORMATS[suffix].tick, FORMATS[suffix].least, suffix)
    return times


def _longest(times: Times) -> Fraction:
    return max(times) if isinstance(times, list) else times


def _checked(frames: Iterable[np.ndarray | Drawing], count: int | None) -> Iterator[np.ndarray]:
    """The frames as uint8 (height, width) or (height, width, 3), all of one shape."""
    shape, number = None, 0
    for number, frame in enumerate(frames, 1):
        if isinstance(frame, Drawing):
            check_one_picture(frame)
            frame = frame.pixels()
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
