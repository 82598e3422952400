"""What `ink` learns from: strokes and glyphs, at twice the size of the pictures of the posts."""

import numpy as np

from cppn_keras.checks import seed_of, whole
from cppn_keras.data.glyphs import random_glyphs, render_glyph
from cppn_keras.data.strokes import random_strokes, render_stroke

SIDE = 56  # pixels
PART = 1_000  # pictures drawn at a time


def ink_drawings(
    train: int = 40_000, test: int = 2_000, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Train images, train labels, test images, test labels: half digits, half characters.

    Images uint8 (count, 56, 56, 1) are bright ink on dark; labels int64 (count,) are 0 to 9 for
    the digits of `strokes`, and code points, 33 and more, for glyphs. Synthetic; 42,000 take about
    a minute on one core.
    """
    seed, arrays = seed_of(seed), []
    for count, own_seed in ((train, 2 * seed), (test, 2 * seed + 1)):
        glyphs = whole(count, 2, 10**7, "the number of drawings") // 2
        kinds = (
            (random_strokes(count - glyphs, own_seed), render_stroke),
            (random_glyphs(glyphs, own_seed), render_glyph),
        )
        images = np.empty((count, SIDE, SIDE, 1), "uint8")
        at = 0
        for drawings, render in kinds:
            for start in range(0, len(drawings), PART):
                part = drawings[start : start + PART]
                drawn = render(part, SIDE, SIDE)
                images[at : at + len(part)] = np.round(255 * drawn)
                at += len(part)
        arrays += [images, np.concatenate([drawings.labels for drawings, _ in kinds])]
    return tuple(arrays)
