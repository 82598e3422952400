"""Pictures in motion: a way through latent space, and the GIF it becomes."""

from collections.abc import Sequence
from pathlib import Path

import imageio.v3 as iio
import numpy as np

from cppn_keras.errors import UserError
from cppn_keras.files import replace_file
from cppn_keras.rendering.render import to_uint8

EASINGS = {
    "linear": lambda t: t,
    "sine": lambda t: np.sin(t * np.pi / 2),  # the 2016 program: leaves fast, arrives slowly
    "smooth": lambda t: (1 - np.cos(t * np.pi)) / 2,  # slow at both ends
}


def morph_path(z1: np.ndarray, z2: np.ndarray, n_frames: int, easing: str = "linear") -> np.ndarray:
    """The straight way from z1 to z2, both (latent,): (n_frames, latent), both ends included.

    Raises:
        UserError: fewer than 2 frames, unknown easing, or z of different lengths.
    """
    z1, z2 = np.asarray(z1, "float32"), np.asarray(z2, "float32")
    if n_frames < 2:
        raise UserError(f"a morph needs 2 frames or more, not {n_frames}.")
    if easing not in EASINGS:
        raise UserError(f"unknown easing {easing!r}; known are {', '.join(EASINGS)}.")
    if z1.shape != z2.shape or z1.ndim != 1:
        raise UserError(f"a morph needs two z of one length, not {z1.shape} and {z2.shape}.")
    t = EASINGS[easing](np.linspace(0, 1, n_frames))[:, None]  # (n_frames, 1)
    return ((1 - t) * z1 + t * z2).astype("float32")


def save_gif(frames: Sequence[np.ndarray], path: str | Path, duration: float = 0.1) -> Path:
    """Saves images (height, width, 1 or 3) as a GIF that loops; `duration` in seconds per frame.

    GIF stores times in steps of 0.01 s, so the duration is rounded to that and at least 0.02 s.

    Raises:
        UserError: no frames, frames of different shapes, a path that is no .gif or not writable.
    """
    path = Path(path)
    if path.suffix.lower() != ".gif":
        raise UserError(f"{path} must end in .gif.")
    if len(frames) == 0 or len({np.shape(frame) for frame in frames}) != 1:
        raise UserError("an animation needs frames, all of one shape.")
    pixels = to_uint8(np.stack(frames))  # (frames, height, width, channels)
    pixels = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    if not 0 < duration <= 600:
        raise UserError(f"a frame can last up to 600 seconds, not {duration}.")
    milliseconds = max(20, round(duration * 100) * 10)

    def write(temporary: Path) -> None:
        iio.imwrite(temporary, pixels, duration=milliseconds, loop=0)

    return replace_file(path, write)
