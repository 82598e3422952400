"""Pixels are areas: grids nest, pixels are square, tiles agree with the whole."""

import numpy as np
import pytest

from cppn_keras.coordinates import View, coordinate_grid, coordinates_within, pixel_centers


def test_pixel_centers_are_the_stated_formula():
    for n in (1, 2, 7, 26):
        expected = [(2 * (i + 0.5) / n - 1) * 1.5 for i in range(n)]
        np.testing.assert_allclose(pixel_centers(n, 1.5), expected, atol=1e-6)


def test_grid_is_row_major_with_x_to_the_right_and_y_down():
    grid = coordinate_grid(2, 3).reshape(2, 3, 3)
    assert np.all(np.diff(grid[..., 0], axis=1) > 0)
    assert np.all(np.diff(grid[..., 1], axis=0) > 0)
    np.testing.assert_allclose(grid[..., 2], np.hypot(grid[..., 0], grid[..., 1]), rtol=1e-6)
    assert coordinate_grid(2, 3, radius=False).shape == (6, 2)


@pytest.mark.parametrize("factor", [2, 5, 50])
def test_grids_nest(factor):
    """The mean of the small pixels inside a large one is the large one's centre."""
    large = coordinate_grid(26, 26, radius=False).reshape(26, 26, 2)
    small = coordinate_grid(26 * factor, 26 * factor, radius=False)
    means = small.astype(float).reshape(26, factor, 26, factor, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(means, large, atol=1e-6)


@pytest.mark.parametrize(("height", "width"), [(4, 4), (3, 8), (9, 2)])
def test_pixels_are_square_and_the_shorter_side_spans_the_scale(height, width):
    grid = coordinate_grid(height, width, scale=2.0, center=(0.5, -1.0)).reshape(height, width, 3)
    side = 2 * 2.0 / min(height, width)
    np.testing.assert_allclose(np.diff(grid[..., 0], axis=1), side, rtol=1e-5)
    np.testing.assert_allclose(np.diff(grid[..., 1], axis=0), side, rtol=1e-5)
    np.testing.assert_allclose(grid[..., :2].mean(axis=(0, 1)), [0.5, -1.0], atol=1e-6)


def test_corner_aligned_grid_of_2016_reaches_the_corners():
    grid = coordinate_grid(5, 4, scale=8.0, corner_aligned=True)
    np.testing.assert_allclose(grid[0], [-8, -8, np.hypot(8, 8)], rtol=1e-6)
    np.testing.assert_allclose(grid[-1, :2], [8, 8])


def test_a_rectangle_of_pixels_has_the_coordinates_it_has_in_the_whole():
    whole = coordinate_grid(37, 53, scale=0.7).reshape(37, 53, 3)
    part = coordinates_within((5, 9, 20, 31), 37, 53, View(scale=0.7))
    np.testing.assert_array_equal(part, whole[5:25, 9:40])
    turned = coordinates_within((5, 9, 20, 31), 37, 53, View((0.1, 0.2), rotation=30))
    larger = coordinates_within((0, 0, 37, 53), 37, 53, View((0.1, 0.2), rotation=30))
    np.testing.assert_array_equal(turned, larger[5:25, 9:40])
