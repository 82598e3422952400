"""Files of pictures. A still format is a module with `write`, and a row of `names.FORMATS`."""

import importlib
from pathlib import Path
from types import ModuleType

from cppn_keras.files import as_path, check_target
from cppn_keras.names import FORMATS
from cppn_keras.rendering.drawing import Drawing, check_one_picture


def save(drawing: Drawing, path: str | Path, **options) -> Path:
    """Draws straight into a file of the format that the path ends in, see `names.FORMATS`.

    Memory does not grow with the picture. A bar shows progress once two seconds have passed. An
    existing file is replaced only on success.

    Args:
        drawing: of one z, with 1 or 3 channels.
        options: those of the format's `write`: `formats.png`, `formats.tiff`, `deepzoom.poster`.

    Raises:
        UserError: an unknown suffix, several z, or a path that cannot be written.
    """
    module = check_still(path)
    check_one_picture(drawing)
    return module.write(drawing, as_path(path), **options)


def check_still(path: str | Path) -> ModuleType:
    """The module that writes the format of a path; raises UserError, before long work, where no
    picture could be saved there."""
    check_target(path, *FORMATS)
    module, _ = FORMATS[as_path(path).suffix.lower()]
    module = importlib.import_module(f"cppn_keras.rendering.{module}")
    getattr(module, "check", lambda: None)()
    return module
