"""Letters of matplotlib's fonts, and the pictures that `ink` learns from."""

from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.font_manager import get_font

from cppn_keras.data import load
from cppn_keras.data.glyphs import (
    CHARACTERS,
    FONTS,
    HELD_OUT,
    MARGIN,
    _outline,
    random_glyphs,
    render_glyph,
)
from cppn_keras.data.ink import SIDE, ink_drawings
from cppn_keras.errors import UserError


def test_every_font_has_every_character():
    for font in (*FONTS, *HELD_OUT):
        file = Path(matplotlib.get_data_path(), "fonts", "ttf", f"{font}.ttf")
        known = get_font(file).get_charmap()
        assert all(ord(character) in known for character in CHARACTERS), font


def test_what_is_held_out_is_no_relative_of_what_is_learnt():
    assert not any(font.startswith(("DejaVuSerif", "cmss")) for font in FONTS)
    assert set(HELD_OUT) == {"DejaVuSerif", "cmss10"}


def test_the_same_arguments_give_the_same_glyphs_and_they_stay_within_the_margin():
    one, two, other = random_glyphs(60, 3), random_glyphs(60, 3), random_glyphs(60, 4)
    assert np.array_equal(one.placements, two.placements) and list(one.fonts) == list(two.fonts)
    assert not np.array_equal(one.placements, other.placements)
    images = render_glyph(one, 56, 56)  # two pixels to a unit
    margin = int(2 * MARGIN)
    inner = images[:, margin:-margin, margin:-margin]
    assert images.max() > 0.99 and np.isclose(images.sum(), inner.sum())
    assert (images.sum(axis=(1, 2, 3)) > 0).all()


def test_pixels_are_averages_over_their_areas():
    """Against counting points within the outline, for letters without holes."""
    glyphs = random_glyphs(4, 1, HELD_OUT, "LSkz")
    images = render_glyph(glyphs, 14, 21, (2, 4, 23, 18))  # a pixel is a unit
    points = (np.arange(40) + 0.5) / 40
    x, y = np.meshgrid(2 + np.arange(21)[:, None] + points, 4 + np.arange(14)[:, None] + points)
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    for glyph, image in zip(range(4), images, strict=True):
        placement = np.vstack([glyphs.placements[glyph], [0, 0, 1]])
        outline = _outline(glyphs.fonts[glyph], int(glyphs.labels[glyph]))
        moved = outline.transformed(matplotlib.transforms.Affine2D(placement))
        inside = moved.contains_points(places).reshape(14, 40, 21, 40).mean(axis=(1, 3))
        assert np.abs(image[..., 0] - inside).max() < 0.06
        assert abs(image.mean() - inside.mean()) < 2e-3


def test_glyphs_of_no_font_are_refused():
    for wrong in ({"fonts": ("Arial",)}, {"fonts": ()}, {"characters": ""}):
        with pytest.raises(UserError, match="glyphs need"):
            random_glyphs(2, 0, **wrong)


def test_ink_is_half_strokes_and_half_letters():
    images, labels, test_images, test_labels = ink_drawings(31, 20, seed=2)
    assert images.shape == (31, SIDE, SIDE, 1) and images.dtype == np.uint8
    assert (labels[:16] < 10).all() and (labels[16:] >= 33).all() and labels.dtype == np.int64
    assert len(test_images) == len(test_labels) == 20
    assert images.reshape(31, -1).max(axis=1).min() > 200
    with pytest.raises(UserError, match="drawn, not read"):
        load("ink", path="here")
