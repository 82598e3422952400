"""One picture to learn by heart: the built-in scene, or a file, as a small square."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cppn_keras.checks import whole
from cppn_keras.data.folder import central_square, read_image
from cppn_keras.data.scene import draw_scene
from cppn_keras.errors import UserError
from cppn_keras.files import as_path


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture to learn from, and what is known of it at larger sizes."""

    image: np.ndarray  # float32 (size, size, 3) in 0..1
    source: str  # one line: what it is and where it came from
    draw: Callable[[int], np.ndarray]  # size → float32 (size, size, 3), the picture that large
    largest: int | None = None  # pixels a side up to which it is known; None: at any size

    def truth(self, size: int) -> np.ndarray | None:
        """The same picture at `size` x `size` pixels; None where a file has fewer."""
        return self.draw(size) if self.largest is None or size <= self.largest else None


def load_picture(path: str | os.PathLike | None = None, size: int = 128) -> Picture:
    """The picture at `path`, PNG, JPEG or what else Pillow reads; the built-in scene when None.

    Of a file the central square is taken and resized with Lanczos's filter, which averages where
    it reduces. Grey becomes RGB with three equal channels; transparency is laid on black.

    Raises:
        UserError: no such file, or no picture.
    """
    whole(size, 1, 8192, "a picture's side")
    if path is None:
        source = f"the built-in scene, drawn here at {size} x {size}"
        return Picture(_draw_scene(size), source, _draw_scene)
    file = Path(os.path.expanduser(as_path(path)))
    if not os.path.isfile(file):
        problem = "is a folder" if os.path.isdir(file) else "does not exist"
        raise UserError(f"{file} {problem}: give one PNG or JPEG file, or leave out --data")
    pixels = read_image(file)  # uint8 (height, width, 3)
    height, width = pixels.shape[:2]
    side = min(height, width)

    def draw(size: int) -> np.ndarray:
        return central_square(pixels, size).astype("float32") / 255

    source = f"{file}, {width} x {height} pixels; its central square as {size} x {size}"
    return Picture(draw(size), source, draw, largest=side)


def _draw_scene(size: int) -> np.ndarray:
    """With as many samples per pixel as make it smooth: 64 to 4."""
    return draw_scene(size, size, subpixels=int(np.clip(2048 // size, 2, 8)))
