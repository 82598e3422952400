"""Somebody's small pictures: ink and paper are found, and what is no drawing is declined."""

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from cppn_keras.data.glyphs import random_glyphs, render_glyph
from cppn_keras.data.small import LARGEST, read_small_picture
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.errors import UserError

INK = render_glyph(random_glyphs(1, 5, characters="R"), 26, 26)[0, ..., 0]  # amid paper


def saved(path, array, **options):
    Image.fromarray(np.asarray(array)).save(path, **options)
    return path


def grey(ink, paper=255, full=0):
    return np.uint8(np.round(paper + (full - paper) * ink))


@pytest.mark.parametrize("paper, full", [(255, 0), (0, 255), (230, 60), (20, 140)])
def test_ink_and_paper_are_told_apart(tmp_path, paper, full):
    picture = read_small_picture(saved(tmp_path / "a.png", grey(INK, paper, full)))
    assert picture.dark == (full < paper)
    assert ("dark ink" if full < paper else "light ink") in picture.source
    np.testing.assert_allclose(picture.ink[..., 0], INK, atol=0.02)
    assert picture.ink.shape == (26, 26, 1) and picture.ink.dtype == np.float32


def test_other_kinds_of_files_hold_the_same_ink(tmp_path):
    alpha = np.zeros((26, 26, 4), "uint8")
    alpha[..., :3], alpha[..., 3] = (200, 40, 40), np.round(255 * INK)
    coloured = np.uint8((1 - INK[..., None]) * (250, 240, 120) + INK[..., None] * (20, 40, 160))
    files = {
        saved(tmp_path / "alpha.png", alpha): True,
        saved(tmp_path / "colours.png", coloured): True,
        saved(tmp_path / "bits.png", np.uint16(60_000 * INK)): False,
    }
    palette = tmp_path / "palette.gif"
    Image.fromarray(grey(INK)).convert("P").save(palette)
    for path, dark in {**files, palette: True}.items():
        picture = read_small_picture(path)
        assert picture.dark == dark, path
        np.testing.assert_allclose(picture.ink[..., 0], INK, atol=0.03)


def test_the_noise_of_a_jpeg_becomes_paper(tmp_path):
    path = saved(tmp_path / "a.jpg", grey(INK, 235, 25), quality=40)
    ink = read_small_picture(path).ink[..., 0]
    assert np.mean(ink[INK == 0] == 0) > 0.5
    assert np.sqrt(np.mean((ink - INK) ** 2)) < 0.1


def test_a_picture_that_is_not_square_lies_amid_paper(tmp_path):
    picture = read_small_picture(saved(tmp_path / "a.png", grey(INK[:, 3:20])))
    assert picture.ink.shape == (26, 26, 1) and (picture.height, picture.width) == (26, 17)
    side, (top, left, rows, columns) = picture.placed(520)
    assert (side, top, rows, columns) == (520, 0, 520, 340) and left in (80, 100)
    np.testing.assert_allclose(picture.ink[:, left // 20 :][:, :17, 0], INK[:, 3:20], atol=0.02)


def test_ink_that_touches_the_border_gets_a_margin(tmp_path):
    letter = np.kron([[1, 1, 0], [1, 0, 1], [1, 1, 0], [1, 0, 0]], np.ones((2, 2)))  # 8 x 6
    picture = read_small_picture(saved(tmp_path / "a.png", grey(np.pad(letter, ((0, 1), (0, 3))))))
    assert picture.ink.shape == (11, 11, 1) and picture.ink[1:9, 1:7, 0].sum() == letter.sum()
    side, region = picture.placed(90)
    assert side == 110 and region == (10, 10, 90, 90)
    full = np.zeros((LARGEST, LARGEST))
    full[20:30] = 1
    assert read_small_picture(saved(tmp_path / "b.png", grey(full))).ink.shape[0] == LARGEST


def refused(path):
    with pytest.raises(UserError) as caught:
        read_small_picture(path)
    assert "\n" not in str(caught.value) and path.name in str(caught.value)
    return str(caught.value)


def test_what_is_no_drawing_is_declined(tmp_path):
    rng = np.random.default_rng(0)
    clouds = gaussian_filter(rng.normal(size=(32, 32)), 3)
    clouds = np.uint8(255 * (clouds - clouds.min()) / np.ptp(clouds))
    assert "blank" in refused(saved(tmp_path / "blank.png", np.full((20, 20), 250, "uint8")))
    assert "1 x 1" in refused(saved(tmp_path / "one.png", np.zeros((1, 1), "uint8")))
    assert "65 x 20" in refused(saved(tmp_path / "wide.png", np.zeros((20, 65), "uint8")))
    for name, pixels in {
        "clouds": clouds,
        "noise": np.uint8(rng.uniform(0, 255, (24, 24))),
        "ramp": np.tile(np.uint8(np.linspace(0, 255, 32)), (32, 1)),
        "vignette": np.uint8(255 * np.exp(-np.hypot(*np.mgrid[-16:16, -16:16]) / 9)),
    }.items():
        assert "ink on paper" in refused(saved(tmp_path / f"{name}.png", pixels)), name
    (tmp_path / "text.png").write_text("no picture")
    assert "no readable picture" in refused(tmp_path / "text.png")


@pytest.mark.parametrize("side", [7, 9, 13, 26, 64])
def test_drawings_are_not_declined(side, tmp_path):
    strokes = render_stroke(random_strokes(20, 1), side, side)[..., 0]
    letters = render_glyph(random_glyphs(20, 1), side, side)[..., 0]
    for i, ink in enumerate([*strokes, *letters]):
        read_small_picture(saved(tmp_path / f"{i}.png", grey(ink)))
