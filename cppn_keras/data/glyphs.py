"""Letters and digits of the fonts that come with matplotlib: outlines, drawn at any size.

Like the drawings of `strokes.py` they are exact, so that an enlargement of a small picture can be
compared with the truth; unlike them they have corners, thick and thin strokes, and serifs.

    character of a font -> outline -> random size, slant and place -> picture
"""

import functools
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from cppn_keras.checks import seed_of, whole
from cppn_keras.data.strokes import CANVAS, MARGIN
from cppn_keras.errors import UserError

FONTS = (  # to learn from; a name is that of a file
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
    *("DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique"),
    *("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta"),
    *("cmr10", "cmb10", "cmti10", "cmtt10"),
)
HELD_OUT = ("DejaVuSerif", "cmss10")  # never to learn from
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHARACTERS = LETTERS + "0123456789&?!%()[]/+=*#@"  # all fonts have these
LEAST, MOST = 12.0, 25.0  # units: the longer side of a glyph
SLANT, TURN, ASPECT = 0.1, 0.08, 0.12  # standard deviations; radians, and of a logarithm
FINER = 4  # pixels are drawn so many times as fine, and averaged


@dataclass(frozen=True)
class Glyphs:
    """A batch of characters in a canvas of 28 x 28 units, x right, y down.

    fonts: (count,) names; labels: int64 (count,), code points.
    placements: float64 (count, 2, 3), from a font's units, x right and y up, into the canvas.
    """

    fonts: np.ndarray
    labels: np.ndarray
    placements: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: slice | np.ndarray) -> "Glyphs":
        """The chosen characters, again as a batch."""
        return Glyphs(self.fonts[index], self.labels[index], self.placements[index])


@functools.cache
def _outline(font: str, label: int) -> TextPath:
    """The outline of a character, 100 units to the em."""
    file = Path(matplotlib.get_data_path(), "fonts", "ttf", f"{font}.ttf")
    return TextPath((0, 0), chr(label), size=100, prop=FontProperties(fname=file))


def random_glyphs(
    count: int, seed: int, fonts: tuple[str, ...] = FONTS, characters: str = CHARACTERS
) -> Glyphs:
    """Random characters of random fonts, in random sizes, slants, turns and places.

    The same arguments always give the same glyphs.

    Raises:
        UserError: a font that matplotlib does not bring, no characters.
    """
    whole(count, 1, 10**7, "the number of glyphs")
    unknown = set(fonts) - {*FONTS, *HELD_OUT}
    if unknown or not fonts or not characters:
        raise UserError(f"glyphs need characters, and fonts of {', '.join((*FONTS, *HELD_OUT))}.")
    rng = np.random.default_rng(seed_of(seed))
    fonts = rng.choice(fonts, count)
    labels = np.array([ord(c) for c in rng.choice(list(characters), count)], "int64")
    slants, turns = rng.normal(0, SLANT, count), rng.normal(0, TURN, count)
    aspects, sizes = np.exp(rng.normal(0, ASPECT, count)), rng.uniform(LEAST, MOST, count)
    places = rng.uniform(size=(count, 2))
    each = zip(fonts, labels, slants, turns, aspects, sizes, places, strict=True)
    return Glyphs(fonts, labels, np.stack([_placement(*one) for one in each]))


def _placement(font, label, slant, turn, aspect, size, place) -> np.ndarray:
    """(2, 3): the outline as wide and high as `size`, at a place 0..1 of those where it fits."""
    move = Affine2D().skew(slant, 0).scale(aspect, -1).rotate(turn)
    box = _outline(font, label).get_extents(move)
    move = move.scale(size / max(box.width, box.height))
    box = _outline(font, label).get_extents(move)
    free = CANVAS - 2 * MARGIN - np.array([box.width, box.height])
    return move.translate(*(MARGIN + place * free - box.min)).get_matrix()[:2]


def render_glyph(
    glyphs: Glyphs,
    height: int,
    width: int,
    box: tuple[float, float, float, float] = (0.0, 0.0, CANVAS, CANVAS),
) -> np.ndarray:
    """Renders characters: float32 (count, height, width, 1) in 0 to 1, bright ink on dark.

    box: the part of the canvas to show: left, top, right, bottom in units.
    Each pixel is the area average of the outline over the pixel, to about 1/255.
    """
    left, top, right, bottom = box
    to_pixels = Affine2D().translate(-left, -top)
    to_pixels.scale(FINER * width / (right - left), FINER * height / (bottom - top))
    images = np.empty((len(glyphs), height, width, 1), "float32")
    for i, placement in enumerate(glyphs.placements):
        onto_canvas = Affine2D(np.vstack([placement, [0, 0, 1]]))
        outline = _outline(glyphs.fonts[i], int(glyphs.labels[i]))
        fine = _filled(outline, onto_canvas + to_pixels, FINER * height, FINER * width)
        images[i, ..., 0] = fine.reshape(height, FINER, width, FINER).mean(axis=(1, 3)) / 255
    return images


def _filled(outline: TextPath, move: Affine2D, height: int, width: int) -> np.ndarray:
    """uint8 (height, width), by matplotlib's own rasteriser, whose y goes upwards."""
    renderer = RendererAgg(width, height, 72)
    context = renderer.new_gc()
    context.set_linewidth(0)
    context.set_snap(False)
    upwards = move + Affine2D().scale(1, -1).translate(0, height)
    renderer.draw_path(context, outline, upwards, (1.0, 1.0, 1.0))
    return np.asarray(renderer.buffer_rgba())[..., 3]
