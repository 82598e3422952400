"""Slant, width and thickness: exact on drawings whose shape is known."""

import numpy as np
import pytest

from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.errors import UserError
from cppn_keras.evaluation import shape

SIZES = (26, 52, 130, 260)
SAMPLES = 4  # along the side of a pixel


def picture(inside, size: int, height: int | None = None) -> np.ndarray:
    """(1, height, size, 1): the share of each pixel where `inside`(right, up) is above 0; both in
    training pixels from the middle, the shorter side being 26."""
    height = height or size
    pixel = 26 / min(size, height) / SAMPLES
    across, down = (
        pixel * (np.arange(SAMPLES * n) - (SAMPLES * n - 1) / 2) for n in (size, height)
    )
    fine = inside(across[None, :], -down[:, None]) > 0
    return fine.reshape(1, height, SAMPLES, size, SAMPLES).mean(axis=(2, 4))[..., None]


def ellipse(a: float, b: float, lean: float = 0.0, right: float = 0.0, up: float = 0.0):
    """An upright ellipse of half axes a and b, sheared by `lean`, moved."""
    return lambda x, y: 1 - ((x - right - lean * (y - up)) / a) ** 2 - ((y - up) / b) ** 2


def ring(outer: float, inner: float):
    return lambda x, y: np.minimum(outer - np.hypot(x, y), np.hypot(x, y) - inner)


def bar(wide: float, long: float, degrees: float = 0.0):
    """A bar, turned clockwise from upright."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return lambda x, y: np.minimum(
        wide / 2 - np.abs(cos * x - sin * y), long / 2 - np.abs(sin * x + cos * y)
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lean", [-0.4, 0.0, 0.25, 0.6])
def test_shear_is_added_to_slant_and_does_not_count_in_width(size, lean):
    """Half axis a has a standard deviation of a/2 along x, whatever the shear."""
    drawn = picture(ellipse(3, 9, lean, right=1.3, up=-0.7), size)
    assert shape.slant(drawn)[0] == pytest.approx(lean, abs=0.006)
    assert shape.width(drawn)[0] == pytest.approx(1.5, rel=0.03)  # a pixel's own adds 2 %


@pytest.mark.parametrize("size", SIZES)
def test_thickness_of_rings_is_exact_and_that_of_bars_counts_their_ends(size):
    """A ring: π(R² - r²) of ink, outline 2π(R + r). A bar: w·l, and 2·(w + l)."""
    assert shape.thickness(picture(ring(8, 5.5), size))[0] == pytest.approx(2.5, rel=0.03)
    for degrees in (0, 20, 45, 90):
        drawn = picture(bar(3, 18, degrees), size)
        assert shape.thickness(drawn)[0] == pytest.approx(3 * 18 / 21, rel=0.06)


def test_width_of_a_bar():
    drawn = picture(bar(4, 16), 260)
    assert shape.width(drawn)[0] == pytest.approx(4 / 12**0.5, rel=0.01)
    assert shape.width(drawn, side=52)[0] == pytest.approx(8 / 12**0.5, rel=0.01)


def by_loops(image: np.ndarray) -> tuple[float, float]:
    """Slant and width in pixels, pixel by pixel, by a fit of x to y."""
    places = [(c, -r, image[r, c, 0]) for r, c in np.ndindex(image.shape[:2]) if image[r, c, 0] > 0]
    x, y, weight = np.array(places, "float64").T
    slope, start = np.polyfit(y, x, 1, w=np.sqrt(weight))
    left = x - slope * y - start
    return slope, np.sqrt(np.average(left**2, weights=weight))


def test_moments_agree_with_a_fit_of_a_line():
    images = np.random.default_rng(1).uniform(size=(3, 7, 11, 1)) ** 4
    expected = np.array([by_loops(image) for image in images])
    assert np.allclose(shape.slant(images), expected[:, 0], atol=1e-6)
    assert np.allclose(shape.width(images, side=7), expected[:, 1], atol=1e-6)


def test_size_and_brightness_do_not_count():
    strokes = random_strokes(40, seed=3)
    large = render_stroke(strokes, 280, 280)
    for name, measure in shape.MEASURES.items():
        fine = measure(large)
        assert np.allclose(measure(large * np.float32(0.4)), fine, rtol=1e-4, atol=1e-5), name
        for size in (56, 28):
            coarse = measure(render_stroke(strokes, size, size))
            assert np.abs(coarse - fine).mean() < 0.25 * np.std(fine), (name, size)
            assert np.corrcoef(coarse, fine)[0, 1] > 0.98, (name, size)
    byte = np.uint8(255 * large[:2])
    assert np.allclose(shape.slant(byte), shape.slant(large[:2]), atol=0.01)


def test_flips():
    drawn = picture(ellipse(3, 9, 0.3), 52)
    assert shape.slant(drawn[:, :, ::-1])[0] == pytest.approx(-shape.slant(drawn)[0])
    assert shape.slant(drawn[:, ::-1, ::-1])[0] == pytest.approx(shape.slant(drawn)[0])


def test_pictures_that_are_no_squares_are_measured_along_their_shorter_side():
    square, tall = (picture(bar(3, 12), 52, height) for height in (52, 78))
    for name in ("thickness", "width"):
        measure = shape.MEASURES[name]
        assert measure(tall)[0] == pytest.approx(measure(square)[0], rel=1e-5)


@pytest.mark.filterwarnings("error")
def test_blank_pictures_are_0_and_warn_of_nothing():
    images = np.zeros((3, 8, 8, 1), "float32")
    images[1, 3, 2:6] = 1  # one row
    images[2] = 1
    assert shape.slant(images).tolist() == pytest.approx([0, 0, 0])
    assert shape.width(images, side=8) == pytest.approx([0, 1.25**0.5, 5.25**0.5])
    assert shape.thickness(images, side=8)[0] == 0
    assert shape.thickness(images, side=8)[2] == pytest.approx(2 * 64 / 32, rel=0.05)


@pytest.mark.parametrize("measure", shape.MEASURES.values())
@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((26, 26, 1)), "images are (n, height, width, 1)"),
        (np.zeros((2, 26, 26, 3)), "images are (n, height, width, 1)"),
        (np.zeros((0, 26, 26, 1)), "images are (n, height, width, 1)"),
        (np.full((1, 4, 4, 1), np.nan), "must be finite numbers"),
        (np.full((1, 4, 4, 1), 2.0), "float from 0 to 1"),
        ("a picture", "must be finite numbers"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_one_line(measure, images, message):
    with pytest.raises(UserError) as error:
        measure(images)
    assert message in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("measure", [shape.width, shape.thickness])
def test_a_side_is_a_number_above_0(measure):
    with pytest.raises(UserError, match="side must be a number above 0"):
        measure(np.ones((1, 4, 4, 1)), side=0)


@pytest.mark.parametrize("size", SIZES)
def test_a_circle_is_round_and_a_square_has_two_directions(size):
    """Two directions of eight, half of the outline each: entropy log 2 of log 8, a third."""
    assert shape.roundness(picture(ring(9, 6), size))[0] > 0.97
    square = shape.roundness(picture(bar(16, 16), size))[0]
    assert square == pytest.approx(1 / 3, abs=0.1)  # its corners are pixels, too
    long = shape.roundness(picture(bar(3, 20), size))[0]
    assert long < square  # most of its outline has one direction


def test_roundness_depends_on_neither_brightness_nor_contrast_of_sign():
    drawn = picture(ellipse(4, 9, 0.2), 52)
    assert shape.roundness(0.4 * drawn) == pytest.approx(shape.roundness(drawn), abs=1e-5)
    assert shape.roundness(np.zeros((2, 26, 26, 1))).tolist() == [0, 0]
