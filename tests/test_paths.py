"""Ways through latent space and over the plane: ends, lengths, steady speed, no doubled frames."""

import numpy as np
import pytest

from cppn_keras import rendering
from cppn_keras.errors import UserError
from cppn_keras.names import EASINGS, INTERPOLATIONS
from cppn_keras.rendering import View

T = np.linspace(0, 1, 9)


def vectors(seed=0, dim=12):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(dim), 2 * rng.standard_normal(dim)


def by_rotation(z1, z2, t):
    """Slerp by another formula: (sin((1-t)a)·u1 + sin(t·a)·u2) / sin(a), a from the cosine."""
    n1, n2 = np.linalg.norm(z1), np.linalg.norm(z2)
    a = np.arccos(np.dot(z1, z2) / n1 / n2)
    mixed = (np.sin((1 - t) * a) * z1 / n1 + np.sin(t * a) * z2 / n2) / np.sin(a)
    return mixed * (n1 + t * (n2 - n1))


def test_morph_path_has_both_ends_and_the_asked_timing():
    z1, z2 = np.zeros(4), np.ones(4)
    for easing in EASINGS:
        path = rendering.morph_path(z1, z2, 9, easing)
        np.testing.assert_allclose(path[[0, -1]], [z1, z2], atol=1e-6)
        assert np.all(np.diff(path[:, 0]) > 0)
    sine = rendering.morph_path(z1, z2, 9, "sine")[:, 0]
    np.testing.assert_allclose(sine, np.sin(T * np.pi / 2), atol=1e-6)
    smooth = rendering.morph_path(z1, z2, 9, "smooth")[:, 0]
    np.testing.assert_allclose(smooth, np.sin(T * np.pi / 2) ** 2, atol=1e-6)


def test_slerp_is_the_formula_of_the_books():
    z1, z2 = vectors()
    expected = [by_rotation(z1, z2, t) for t in T]
    np.testing.assert_allclose(rendering.slerp(z1, z2, T), expected, atol=1e-5)
    np.testing.assert_allclose(rendering.slerp(z1, z2, 0.3), by_rotation(z1, z2, 0.3), atol=1e-5)


@pytest.mark.parametrize("case", ["any", "parallel", "nearly parallel", "opposite", "nearly"])
def test_slerp_turns_evenly_and_takes_lengths_between(case):
    z1, other = vectors()
    z2 = {
        "any": other,
        "parallel": 3 * z1,
        "nearly parallel": 3 * z1 + 1e-9 * other,
        "opposite": -2 * z1,
        "nearly": -2 * z1 + 1e-9 * other,
    }[case]
    path = rendering.slerp(z1, z2, T).astype("float64")
    lengths = np.linalg.norm(path, axis=1)
    ends = np.linalg.norm(z1), np.linalg.norm(z2)
    np.testing.assert_allclose(lengths, ends[0] + T * (ends[1] - ends[0]), rtol=1e-5)
    np.testing.assert_allclose(path[[0, -1]], [z1, z2], atol=1e-5)
    np.testing.assert_allclose(rendering.slerp(z2, z1, 1 - T), path, atol=1e-4)
    units = path / lengths[:, None]
    steps = np.linalg.norm(np.diff(units, axis=0), axis=1)
    np.testing.assert_allclose(steps, steps.mean(), atol=1e-5)
    if "parallel" not in case:
        assert steps[0] > 0.05


def test_slerp_of_a_zero_keeps_the_direction_of_the_other():
    z1, _ = vectors()
    zero = np.zeros_like(z1)
    np.testing.assert_allclose(rendering.slerp(zero, z1, T), T[:, None] * z1, atol=1e-6)
    np.testing.assert_allclose(rendering.slerp(z1, zero, 0.25), 0.75 * z1, atol=1e-6)
    np.testing.assert_array_equal(rendering.slerp(zero, zero, T), np.zeros((9, 12)))


def test_length_is_kept_on_the_sphere_and_lost_on_the_straight_way():
    """Of random z in many dimensions: nearly of one length, nearly at right angles."""
    z1, z2 = np.linalg.qr(np.random.default_rng(1).standard_normal((64, 2)))[0].T
    middles = {
        name: np.linalg.norm(rendering.morph_path(8 * z1, 8 * z2, 3, "linear", name)[1])
        for name in INTERPOLATIONS
    }
    assert middles == pytest.approx({"spherical": 8, "linear": 8 / np.sqrt(2)}, rel=1e-5)


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize("easing", EASINGS)
def test_a_closed_path_doubles_no_frame(interpolation, easing):
    codes = np.random.default_rng(2).standard_normal((3, 8)).astype("float32")
    path = rendering.closed_path(codes, 5, easing, interpolation)
    assert path.shape == (15, 8) and path.dtype == np.float32
    np.testing.assert_allclose(path[::5], codes, atol=1e-5)
    moves = np.linalg.norm(path - np.roll(path, -1, axis=0), axis=1)  # the closing one included
    assert moves.min() > 0.01
    way = rendering.morph_path(codes[2], codes[0], 6, easing, interpolation)
    np.testing.assert_allclose(path[10:], way[:-1], atol=1e-6)


def test_there_and_back_shows_both_ends_once():
    assert rendering.there_and_back([1, 2, 3, 4]) == [1, 2, 3, 4, 3, 2]
    assert rendering.there_and_back([1, 2]) == [1, 2]


def test_zoom_path_grows_by_one_factor_and_ends_exactly():
    start, end = View((0.1, -0.2), 1, 4.0, 10), View((0.4, 0.3), 30, 2.0, 100)
    views = rendering.zoom_path(start, end, 12)
    assert views[0] == start and views[-1] == end
    for numbers in ([v.zoom for v in views], [v.scale for v in views]):
        factors = np.divide(numbers[1:], numbers[:-1])
        np.testing.assert_allclose(factors, (numbers[-1] / numbers[0]) ** (1 / 11))
    np.testing.assert_allclose(np.diff([v.rotation for v in views]), 90 / 11)


@pytest.mark.parametrize("easing", EASINGS)
def test_one_point_stands_still_and_the_target_stays_in_the_picture(easing):
    start, end = View((0.0, 0.0), 1), View((0.7, -0.5), 40)
    views = rendering.zoom_path(start, end, 30, easing)
    # the point with the same place s in both pictures: c1 + e1·s = c2 + e2·s
    place = np.subtract(end.center, start.center) / (start.extent - end.extent)
    points = [np.add(view.center, view.extent * place) for view in views]
    np.testing.assert_allclose(points, [points[0]] * 30, atol=1e-9)
    seen = [np.subtract(end.center, view.center) / view.extent for view in views]
    distances = np.linalg.norm(seen, axis=1)
    assert np.all(np.diff(distances) < 1e-12)  # nearer and nearer to the middle
    assert np.abs(seen).max() < 1
    turned = rendering.zoom_path(start, View(end.center, 40, rotation=360), 30, easing)
    np.testing.assert_allclose([v.center for v in turned], [v.center for v in views])


def test_a_pan_is_straight_and_a_zoom_that_hardly_zooms_is_nearly_one():
    middle = rendering.zoom_path(View((0, 0)), View((1, 2)), 3)[1]
    np.testing.assert_allclose(middle.center, (0.5, 1))
    middle = rendering.zoom_path(View((0, 0)), View((1, 2), zoom=1 + 1e-6), 3)[1]
    np.testing.assert_allclose(middle.center, (0.5, 1), atol=1e-5)


def test_mistakes_on_the_way():
    z1, z2 = vectors()
    for wrong, message in (
        (lambda: rendering.morph_path(z1, z2, 1), "from 2 to"),
        (lambda: rendering.morph_path(z1, z2, 5, "x"), "unknown easing 'x'"),
        (lambda: rendering.morph_path(z1, z2, 5, "sine", "x"), "unknown interpolation 'x'"),
        (lambda: rendering.morph_path(z1, z2[:3], 5), "of one length"),
        (lambda: rendering.closed_path(z1[None], 5), "two z or more"),
        (lambda: rendering.closed_path([z1, z2, z1], 5), "must differ"),
        (lambda: rendering.closed_path([z1, z2], 0), "from 1 to 1000000, not 0"),
        (lambda: rendering.zoom_path(View(), View(), 1), "from 2 to"),
    ):
        with pytest.raises(UserError, match=message):
            wrong()
