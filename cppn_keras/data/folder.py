"""A folder of pictures as a dataset: one mode, one size, labels from its sub-folders."""

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from cppn_keras.checks import whole
from cppn_keras.data.formats import Arrays
from cppn_keras.errors import UserError, one_line
from cppn_keras.process import without_stderr

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
DEFAULT_SIZE = 28
LARGEST = 4 << 30  # bytes; a folder that would need more memory is refused
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MAX_PIXELS = 50_000_000  # of one picture: 350 MB while it is decoded
_ORIENTATION = 0x0112  # EXIF tag; 5 to 8 are turned by a quarter
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class _Listing:
    paths: list[Path]
    labels: np.ndarray  # int64 (N,)
    classes: list[str]  # names of the sub-folders; empty for a flat folder


def read_folder(folder: Path, *, seed: int = 0, size: int | None = None) -> tuple[Arrays, str]:
    """All pictures of a folder, as arrays and as one line on what was converted.

    Sub-folders are classes, numbered in the order of their names; a folder without sub-folders
    has label 0 throughout. Transparent pictures are laid on black; of an animation the first
    frame counts; 16-bit pictures are reduced to 8. Where no picture has any colour the result
    has one channel, otherwise three. Pictures of one size keep it unless `size` is given;
    others are cropped to their central square and resized to `size` (default 28).

    Args:
        folder: the folder.
        seed: decides which pictures, every tenth, are kept for testing.
        size: height and width of the result in pixels, or None.

    Returns:
        ((train_images uint8 (N, H, W, C), train_labels int64 (N,), test_images, test_labels),
        the conversion in words).

    Raises:
        UserError: no pictures, or one only; an unreadable picture; more than memory should hold.
    """
    if size is not None:
        whole(size, 1, 4096, "the size in pixels of a dataset's pictures")
    try:
        listing = _list_pictures(folder)
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {one_line(error)}") from None
    sizes = [_picture_size(path) for path in listing.paths]
    square = size if size or len(set(sizes)) == 1 else DEFAULT_SIZE
    width, height = (square, square) if square else sizes[0]
    _check_memory(folder, len(sizes), height, width)
    images = np.empty((len(sizes), height, width, 3), np.uint8)
    coloured = np.zeros(len(sizes), bool)
    for i, path in enumerate(listing.paths):
        picture = read_image(path)  # (h, w, 3)
        coloured[i] = (picture != picture[..., :1]).any()
        images[i] = central_square(picture, square) if square else picture
    if not coloured.any():
        images = images[..., :1].copy()  # (N, H, W, 3) → (N, H, W, 1)
    notes = [_colour_note(coloured), _size_note(sizes, square), _class_note(listing.classes)]
    return _split(images, listing.labels, seed), ", ".join(note for note in notes if note)


def _check_memory(folder: Path, count: int, height: int, width: int) -> None:
    if count * height * width * 3 > LARGEST:
        raise UserError(
            f"{folder}: {count:,} pictures of {height} × {width} pixels need more than"
            f" {LARGEST >> 30} GB of memory: make them smaller first"
        )


def _list_pictures(folder: Path) -> _Listing:
    loose = sorted(path for path in folder.iterdir() if _is_picture(path))
    groups = {
        child.name: sorted(path for path in child.rglob("*") if _is_picture(path))
        for child in folder.iterdir()
        if child.is_dir() and not child.name.startswith(".")
    }
    classes = sorted(name for name, paths in groups.items() if paths)
    if classes and all(name.isdecimal() for name in classes):
        classes.sort(key=int)  # 9 before 10
    if loose and classes:
        raise UserError(
            f"{folder} has pictures of its own ({loose[0].name}) and in sub-folders"
            f" ({classes[0]}): sub-folders are classes, so move the loose ones into one"
        )
    paths = loose or [path for name in classes for path in groups[name]]
    if len(paths) < 2:
        raise UserError(_too_few(folder, len(paths)))
    counts = [len(groups[name]) for name in classes] or [len(paths)]
    return _Listing(paths, np.repeat(np.arange(len(counts), dtype=np.int64), counts), classes)


def _too_few(folder: Path, count: int) -> str:
    """The message for a folder that is no dataset, with a hint where it holds one."""
    found = "only one picture" if count else "no pictures"
    kinds = ", ".join(suffix[1:] for suffix in SUFFIXES)
    text = f"{folder} holds {found} ({kinds}); at least two are needed, one to train, one to test"
    archives = sorted(path.name for path in folder.glob("*.npz"))
    if archives and not count:
        text += (
            f"; it holds {archives[0]}: give that file's path, or set CPPN_KERAS_DATA to {folder}"
        )
    return text


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()


def _picture_size(path: Path) -> tuple[int, int]:
    """(width, height) as the picture is meant to be seen, from its header alone."""
    with _opened(path) as image:
        width, height = image.size
        return (height, width) if _orientation(image) in (5, 6, 7, 8) else (width, height)


def read_image(path: Path) -> np.ndarray:
    """One picture as uint8 (H, W, 3), on black where it is transparent.

    Raises:
        UserError: no picture of these formats, a damaged one, or more than MAX_PIXELS.
    """
    image = Image.fromarray(read_rgba(path))
    black = Image.new("RGB", image.size)
    black.paste(image, mask=image)
    return np.asarray(black)


def read_rgba(path: Path) -> np.ndarray:
    """One picture as uint8 (H, W, 4), as it is meant to be seen; raises as `read_image`."""
    with _opened(path) as image:
        if turn := _TURNS.get(_orientation(image)):
            image = image.transpose(turn)
        if image.mode == "F":
            raise ValueError("its values are floats: save it with 8 or 16 bits")
        if image.mode.startswith("I"):
            image = Image.fromarray(_from_16_bits(np.asarray(image)))
        return np.asarray(image.convert("RGBA"))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A picture of the known formats, of which only the header has been read.

    Pillow chooses by content, not by name, and would start Ghostscript for an EPS file.
    """
    try:
        # Pillow warns of bad EXIF data, which do not matter, and libtiff prints from C.
        with without_stderr(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    size = f"{image.width:,} × {image.height:,} pixels"
                    raise ValueError(f"it has {size}, more than {MAX_PIXELS // 10**6} million")
                yield image
    except Exception as error:  # every format has its own exceptions
        raise UserError(f"{path} is no readable picture ({one_line(error)})") from error


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; 1 where the EXIF data are damaged."""
    try:
        return image.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged data raise nearly anything
        return 1


def _from_16_bits(values: np.ndarray) -> np.ndarray:
    """Integers 0 to 65535 → uint8 0 to 255, rounded."""
    values = values.astype(np.int64)
    if values.min() < 0 or values.max() > 65535:
        raise ValueError("its values do not fit 16 bits")
    return ((values + 128) // 257).astype(np.uint8)


def central_square(picture: np.ndarray, size: int) -> np.ndarray:
    """The central square of (H, W, 3), resized to (size, size, 3)."""
    height, width, _ = picture.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    image = Image.fromarray(picture[top : top + side, left : left + side])
    return np.asarray(image.resize((size, size), Image.Resampling.LANCZOS))


def _split(images: np.ndarray, labels: np.ndarray, seed: int) -> Arrays:
    """Every tenth picture of a shuffled order is for testing; both parts keep folder order."""
    test = np.zeros(len(images), bool)
    test[np.random.default_rng(seed % 2**63).permutation(len(images))[::10]] = True
    return images[~test], labels[~test], images[test], labels[test]


def _colour_note(coloured: np.ndarray) -> str:
    total, count = len(coloured), int(coloured.sum())
    if count in (0, total):
        return f"all {total:,} pictures {'in colour' if count else 'grey'}"
    verb = "was" if count == 1 else "were"
    return f"{count:,} of {total:,} pictures {verb} colour: all converted to RGB"


def _size_note(sizes: list[tuple[int, int]], square: int | None) -> str:
    changed = sum(size != (square, square) for size in sizes) if square else 0
    if not changed:
        return ""
    return f"{changed:,} cropped to their central square and resized to {square} × {square}"


def _class_note(classes: list[str]) -> str:
    return _and_more([f"{label} = {name}" for label, name in enumerate(classes)])


def _and_more(items: list[str], most: int = 10) -> str:
    rest = [f"{len(items) - most} classes more"] if len(items) > most else []
    return ", ".join(items[:most] + rest)
