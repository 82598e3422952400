"""Ways to enlarge without learning, and measures of nearness, on cases whose answer is known."""

import numpy as np
import pytest
from PIL import Image

from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation import fidelity, rivals
from cppn_keras.evaluation.rivals import BackProjection

RANDOM = np.random.default_rng(0).uniform(size=(2, 9, 9, 1)).astype("float32")


@pytest.mark.parametrize("kernel", ["bicubic", "Lanczos"])
def test_interpolation_is_that_of_pillow(kernel):
    large = rivals.interpolated(RANDOM, 77, kernel)
    for image, expected in zip(large, RANDOM, strict=True):
        resized = Image.fromarray(expected[..., 0]).resize((77, 77), rivals.KERNELS[kernel])
        np.testing.assert_allclose(image[..., 0], np.clip(resized, 0, 1), atol=1e-5)


def test_bicubic_of_a_ramp_is_the_ramp_and_boxes_are_squares():
    ramp = np.tile(np.linspace(0.2, 0.8, 9, dtype="float32"), (9, 1))[None, ..., None]
    middle = rivals.interpolated(ramp, 90)[0, 45, 20:70, 0]
    np.testing.assert_allclose(np.diff(middle), 0.6 / 8 / 10, atol=1e-4)
    boxes = rivals.interpolated(RANDOM, 27, "box")
    np.testing.assert_array_equal(boxes, RANDOM.repeat(3, axis=1).repeat(3, axis=2))
    np.testing.assert_array_equal(rivals.cut(RANDOM), RANDOM > 0.5)


def test_area_averages_share_what_a_border_cuts():
    averages = rivals.area_averages(RANDOM, 6)  # of 1.5 pixels each
    weights = np.float32([1, 0.5]) / 1.5
    first = np.einsum("i,j,nijc->nc", weights, weights, RANDOM[:, :2, :2])
    np.testing.assert_allclose(averages[:, 0, 0], first, atol=1e-6)
    np.testing.assert_allclose(averages.mean(axis=(1, 2)), RANDOM.mean(axis=(1, 2)), atol=1e-6)


def test_back_projection_finds_where_in_a_pixel_an_edge_is():
    row = np.float32([0, 0, 0, 0.3, 1, 1, 1])  # ink from 0.7 of the fourth pixel on
    image = np.tile(row, (7, 1))[None, ..., None]
    truth = np.zeros((1, 140, 140, 1))
    truth[:, :, 74:] = 1
    found = rivals.back_projected(image, 140, BackProjection(slope=48, step=0.25))
    assert fidelity.overlap(found, truth)[0] > 0.995
    assert fidelity.overlap(rivals.interpolated(image, 140), truth)[0] < 0.99
    assert fidelity.psnr(rivals.area_averages(found, 7), image)[0] > 45


@pytest.mark.parametrize("side", [26, 13, 9])
def test_back_projection_is_the_strongest_and_keeps_the_pixels(side):
    strokes, box = random_strokes(6, 11), (1.0, 1.0, 27.0, 27.0)
    given, truth = render_stroke(strokes, side, side, box), render_stroke(strokes, 260, 260, box)
    bicubic = rivals.cut(rivals.interpolated(given, 260))
    found = rivals.back_projected(given, 260)
    assert np.all(fidelity.psnr(found, truth) > fidelity.psnr(bicubic, truth) + 1)
    assert fidelity.psnr(rivals.area_averages(found, side), given).min() > 35
    assert found.min() >= 0 and found.max() <= 1


def test_psnr_overlap_and_outline_by_hand():
    y, x = np.mgrid[:400, :400] + 0.5
    disc = (np.hypot(x - 200, y - 180) < 100)[None, ..., None].astype(float)
    assert fidelity.outline(disc)[0] == pytest.approx(2 * np.pi * 100 / 400, rel=0.02)
    tilted = (0.6 * x + 0.8 * y < 280)[None, ..., None].astype(float)
    assert fidelity.outline(tilted)[0] == pytest.approx(np.hypot(350, 280 / 0.6) / 400, rel=0.2)
    half = np.zeros_like(disc)
    half[:, :, :200] = disc[:, :, :200]
    assert fidelity.overlap(half, disc)[0] == pytest.approx(0.5, abs=0.01)
    assert fidelity.overlap(0 * disc, 0 * disc)[0] == 1
    assert fidelity.psnr(disc + 0.1, disc)[0] == pytest.approx(20)
    assert fidelity.psnr(disc, disc)[0] == 120
