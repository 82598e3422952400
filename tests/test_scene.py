"""The built-in scene, and the one picture of lesson 4: areas, views, and files of all kinds."""

import numpy as np
import pytest
from PIL import Image

from cppn_keras.coordinates import View
from cppn_keras.data.picture import load_picture
from cppn_keras.data.scene import BAND_POINTS, draw_scene, scene_colours
from cppn_keras.errors import UserError


def area_means(image, factor):
    height, width, channels = image.shape
    blocks = image.reshape(height // factor, factor, width // factor, factor, channels)
    return blocks.mean(axis=(1, 3))


@pytest.mark.parametrize("factor", (2, 3))
def test_drawings_nest(factor):
    """The same points, counted into small pixels or large ones."""
    small = draw_scene(14, 20, subpixels=6)
    large = draw_scene(14 * factor, 20 * factor, subpixels=6 // factor)
    np.testing.assert_allclose(area_means(large, factor), small, atol=1e-5)
    assert small.dtype == np.float32 and small.shape == (14, 20, 3)


def test_a_pixel_without_subpixels_is_the_colour_of_its_centre():
    image = draw_scene(5, 5, subpixels=1)
    for row, column in ((0, 0), (1, 4), (3, 2)):
        x, y = (2 * (column + 0.5) / 5 - 1), (2 * (row + 0.5) / 5 - 1)
        colour = scene_colours(np.array([x]), np.array([y]))[0]
        np.testing.assert_allclose(image[row, column], colour, atol=1e-4)


def test_a_view_shows_the_part_it_says():
    whole = draw_scene(40, 40, subpixels=2)
    corner = draw_scene(20, 20, View(center=(-0.5, -0.5), zoom=2), subpixels=2)
    np.testing.assert_allclose(corner, whole[:20, :20], atol=1e-4)


def test_bands_leave_no_seams(monkeypatch):
    whole = draw_scene(33, 21, subpixels=2)
    assert BAND_POINTS > 33 * 21 * 4  # drawn in one band
    monkeypatch.setattr("cppn_keras.data.scene.BAND_POINTS", 21 * 4 * 5)
    np.testing.assert_array_equal(draw_scene(33, 21, subpixels=2), whole)


def test_it_has_what_lesson_4_needs():
    """Slow gradients, hard edges, and lines that a pixel swallows."""
    fine = draw_scene(256, 256, subpixels=2)
    assert fine.min() >= 0 and fine.max() <= 1
    steps = np.abs(np.diff(fine, axis=1)).max(axis=-1)
    assert np.mean(steps < 0.02) > 0.6 and np.mean(steps > 0.3) > 0.005
    swallowed = np.abs(area_means(fine, 4).repeat(4, 0).repeat(4, 1) - fine).max(axis=-1)
    assert swallowed.max() > 0.4


def save(path, array):
    Image.fromarray(np.asarray(array, "uint8")).save(path)
    return path


def test_the_built_in_picture_is_known_at_any_size():
    picture = load_picture(size=16)
    assert picture.image.shape == (16, 16, 3) and "built-in" in picture.source
    assert np.abs(area_means(picture.truth(64), 4) - picture.image).mean() < 0.005
    assert np.abs(picture.image - picture.image.mean()).mean() > 0.1  # it is not that all is alike


def test_a_file_is_cropped_and_resized_and_known_up_to_its_size(tmp_path):
    pixels = np.zeros((30, 50, 3))
    pixels[:, 10:40] = (200, 100, 50)  # the central square
    picture = load_picture(save(tmp_path / "wide.png", pixels), size=10)
    expected = np.broadcast_to(np.float32([200, 100, 50]) / 255, (10, 10, 3))
    np.testing.assert_allclose(picture.image, expected, atol=1e-6)
    assert picture.truth(30).shape == (30, 30, 3) and picture.truth(31) is None
    assert "50 x 30" in picture.source and "wide.png" in picture.source


def test_a_grey_file_has_three_equal_channels(tmp_path):
    ramp = np.arange(64).reshape(8, 8) * 4
    image = load_picture(save(tmp_path / "grey.png", ramp), size=8).image
    np.testing.assert_allclose(image, (ramp[..., None] / 255).repeat(3, axis=-1), atol=1e-6)


@pytest.mark.parametrize("kind", ("missing", "folder", "text", "cut"))
def test_what_is_no_picture_is_told_in_one_line(kind, tmp_path):
    path = tmp_path / "picture.png"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a picture")
    elif kind == "cut":
        noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3))
        path.write_bytes(save(tmp_path / "whole.png", noise).read_bytes()[:500])
    with pytest.raises(UserError, match=r"picture\.png") as error:
        load_picture(path)
    assert "\n" not in str(error.value)
